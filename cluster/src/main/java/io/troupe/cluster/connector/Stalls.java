package io.troupe.cluster.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tasks that have not come back from their plugin for a long time, as far as they still say so: one that is not
 * repeated is over, and nobody has to take it back.
 */
final class Stalls {

    private record Heard(Answer.Stall stall, Instant at) {}

    private final Map<Integer, Heard> heard = new TreeMap<>();

    void hear(Answer.Stall stall, Instant now) {
        heard.put(stall.task(), new Heard(stall, now));
    }

    /** @param fresh how long what was heard is believed */
    List<Answer.Stall> present(Instant now, Duration fresh) {
        heard.values().removeIf(each -> each.at().plus(fresh).isBefore(now));
        return heard.values().stream().map(Heard::stall).toList();
    }
}
