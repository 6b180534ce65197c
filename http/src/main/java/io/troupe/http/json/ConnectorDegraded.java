package io.troupe.http.json;

import io.troupe.cluster.connector.Answer.Supervised;
import java.util.List;
import java.util.Locale;

/** What is wrong with tasks of a connector although they run. */
public record ConnectorDegraded(String name, List<TaskDegraded> tasks) {

    /**
     * One thing that is wrong with one task.
     *
     * @param kind one of {@link io.troupe.worker.health.Condition.Kind}, in small letters
     * @param since when it began, as in ISO 8601
     * @param reason the same in words, with figures
     */
    public record TaskDegraded(int id, String kind, String since, String reason) {}

    public static ConnectorDegraded of(String name, Supervised supervised) {
        return new ConnectorDegraded(
                name,
                supervised.conditions().stream()
                        .filter(condition -> condition.kind().degrades())
                        .map(condition -> new TaskDegraded(
                                condition.task(),
                                condition.kind().name().toLowerCase(Locale.ROOT),
                                condition.since().toString(),
                                condition.reason()))
                        .toList());
    }
}
