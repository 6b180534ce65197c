package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.cluster.connector.Answer.Restarts;
import io.troupe.cluster.connector.Answer.Supervised;
import io.troupe.persistence.connector.RunState;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a connector and its tasks are restarted after failures. */
public record ConnectorRestarts(String name, Policy policy, Restart connector, List<TaskRestart> tasks) {

    /** What holds for this connector: {@code troupe.restart.*}. */
    public record Policy(
            String policy,
            @JsonProperty("min.ms") long minMs,
            @JsonProperty("max.ms") long maxMs,
            @JsonProperty("reset.ms") long resetMs) {}

    /**
     * @param attempts restarts in a row, the next one included
     * @param nextAttempt as in ISO 8601; null when none is planned
     */
    public record Restart(
            @Nullable RunState state,
            int attempts,
            @JsonProperty("next_attempt") @Nullable String nextAttempt) {

        private static Restart of(Restarts restarts) {
            return new Restart(
                    restarts.state(),
                    restarts.attempts(),
                    restarts.next() == null ? null : restarts.next().toString());
        }
    }

    /** The same of a task. */
    public record TaskRestart(
            int id,
            @Nullable RunState state,
            int attempts,
            @JsonProperty("next_attempt") @Nullable String nextAttempt) {

        private static TaskRestart of(int id, Restart restart) {
            return new TaskRestart(id, restart.state(), restart.attempts(), restart.nextAttempt());
        }
    }

    public static ConnectorRestarts of(String name, Supervised supervised) {
        var settings = supervised.settings();
        return new ConnectorRestarts(
                name,
                new Policy(
                        settings.enabled() ? "backoff" : "none",
                        settings.min().toMillis(),
                        settings.max().toMillis(),
                        settings.reset().toMillis()),
                Restart.of(supervised.connector()),
                IntStream.range(0, supervised.tasks().size())
                        .mapToObj(number -> TaskRestart.of(
                                number, Restart.of(supervised.tasks().get(number))))
                        .toList());
    }
}
