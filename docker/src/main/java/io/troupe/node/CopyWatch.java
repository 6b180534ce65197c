package io.troupe.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Watches a copy on its way: the file by its size, the connectors by their status, the time by its limits. */
final class CopyWatch {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration BETWEEN_STATUSES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TRACE_LINES = 5;

    enum Outcome {
        COMPLETE,
        FAILED,
        STALLED,
        ENDED
    }

    private final CopyPlan plan;
    private final ConnectRest rest;
    private final List<String> connectors;
    private final ProgressLine progress;
    private final GrowingFile output;
    private final long startNanos = System.nanoTime();

    CopyWatch(CopyPlan plan, ConnectRest rest, List<String> connectors, ProgressLine progress) {
        this.plan = plan;
        this.rest = rest;
        this.connectors = connectors;
        this.progress = progress;
        this.output = new GrowingFile(plan.output());
    }

    long lines() {
        return output.lines();
    }

    /** Returns when the file has arrived, a connector has failed, or, if wanted, nothing has moved for a minute. */
    Outcome watch(Lifetime lifetime, boolean givesUp) throws IOException {
        Duration moved = Duration.ZERO;
        Duration told = Duration.ZERO;
        Duration asked = Duration.ZERO;
        while (!isComplete()) {
            if (lifetime.endsWithin(TICK)) {
                return Outcome.ENDED;
            }
            Duration now = elapsed();
            if (output.grew()) {
                moved = now;
            }
            progress.show(output.lines(), now);
            if (now.minus(asked).compareTo(BETWEEN_STATUSES) >= 0) {
                asked = now;
                List<String> failures = failures();
                if (!failures.isEmpty()) {
                    failures.forEach(progress::say);
                    return Outcome.FAILED;
                }
            }
            if (now.minus(moved).compareTo(PATIENCE) >= 0 && now.minus(told).compareTo(PATIENCE) >= 0) {
                told = now;
                progress.say(stalled());
                if (givesUp) {
                    return Outcome.STALLED;
                }
            }
        }
        progress.end();
        return Outcome.COMPLETE;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Of an empty file the sink's empty file has to be there, too. */
    private boolean isComplete() {
        return output.exists() && output.bytes() >= plan.survey().copyBytes();
    }

    private String stalled() {
        return String.format(
                Locale.ROOT,
                "No progress for %d s: %,d of %,d lines have arrived, the connectors are %s.",
                PATIENCE.toSeconds(),
                output.lines(),
                plan.survey().lines(),
                connectors.stream().map(this::stateOf).collect(Collectors.joining(" and ")));
    }

    private String stateOf(String connector) {
        try {
            return connector + " "
                    + rest.status(connector)
                            .body()
                            .path("tasks")
                            .path(0)
                            .path("state")
                            .asText("?");
        } catch (UncheckedIOException e) {
            return connector + " unknown (" + CommandFailed.lineOf(e) + ")";
        }
    }

    private List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (String connector : connectors) {
            JsonNode status;
            try {
                status = rest.status(connector).body();
            } catch (UncheckedIOException e) {
                // One unanswered question proves nothing; a lasting silence shows as a stall.
                continue;
            }
            addIfFailed(failures, connector, status.path("connector"));
            status.path("tasks").forEach(task -> addIfFailed(failures, connector + " task " + task.path("id"), task));
        }
        return failures;
    }

    private static void addIfFailed(List<String> failures, String name, JsonNode part) {
        if (part.path("state").asText().equals("FAILED")) {
            String trace =
                    part.path("trace").asText("").lines().limit(TRACE_LINES).collect(Collectors.joining("\n  "));
            failures.add(name + " is FAILED:\n  " + trace);
        }
    }
}
