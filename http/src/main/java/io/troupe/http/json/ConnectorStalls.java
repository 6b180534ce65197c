package io.troupe.http.json;

import io.troupe.cluster.connector.Answer.Supervised;
import io.troupe.worker.health.Condition.Kind;
import java.util.List;

/** The tasks of a connector that have not come back from one call of their plugin for long. */
public record ConnectorStalls(String name, List<TaskStall> tasks) {

    /**
     * @param since when the call began, as in ISO 8601
     * @param stack where the task's thread was when it was last looked at
     */
    public record TaskStall(int id, String since, String stack) {}

    public static ConnectorStalls of(String name, Supervised supervised) {
        return new ConnectorStalls(
                name,
                supervised.conditions().stream()
                        .filter(condition -> condition.kind() == Kind.STALLED)
                        .map(stall -> new TaskStall(stall.task(), stall.since().toString(), stall.reason()))
                        .toList());
    }
}
