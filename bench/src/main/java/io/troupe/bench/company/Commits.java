package io.troupe.bench.company;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Offsets of both connectors, looked at again and again: none of them may ever go back. */
final class Commits {
    private final Traffic traffic;
    private final Member witness;
    private final Map<String, Long> latest = new HashMap<>();
    private int backward;

    /** @param witness whom to ask */
    Commits(Traffic traffic, Member witness) {
        this.traffic = traffic;
        this.witness = witness;
    }

    void look() {
        traffic.committed().forEach((partition, offset) -> note("sink " + partition, offset));
        witness.rest().read("/connectors/" + traffic.source() + "/offsets").ifPresent(it -> it.path("offsets")
                .forEach(this::note));
    }

    private void note(JsonNode source) {
        note(
                "source " + source.path("partition").path("task").asInt(),
                source.path("offset").path("n").asLong());
    }

    private void note(String what, long offset) {
        Long before = latest.put(what, offset);
        if (before != null && before > offset) {
            backward++;
        }
    }

    int backward() {
        return backward;
    }
}
