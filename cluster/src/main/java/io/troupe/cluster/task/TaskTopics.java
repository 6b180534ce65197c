package io.troupe.cluster.task;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.connector.UsedTopics;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.TaskReport;
import java.util.List;
import java.util.Set;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * The topics that a run of a task has used, on their way to the connector. They are told at once, and again whenever
 * the task is reminded: messages can be lost.
 */
final class TaskTopics {

    private final ActiveTopics active;
    private UsedTopics told;

    TaskTopics(ActiveTopics active, long resets) {
        this.active = active;
        this.told = new UsedTopics(Set.of(), resets);
    }

    /** What the loop notes topics with. */
    ActiveTopics active() {
        return active;
    }

    /** What was used before a reset does not count any more. */
    void used(TaskReport.TopicUsed used, EntityRef<ConnectorCommand> connector) {
        if (used.resets() == told.resets()) {
            told = told.with(List.of(used.topic()));
            connector.tell(new ConnectorCommand.UseTopics(used.resets(), List.of(used.topic())));
        }
    }

    void reminded(long resets, EntityRef<ConnectorCommand> connector) {
        if (resets > told.resets()) {
            told = new UsedTopics(Set.of(), resets);
            active.reset(resets);
        } else if (!told.names().isEmpty()) {
            connector.tell(new ConnectorCommand.UseTopics(told.resets(), List.copyOf(told.names())));
        }
    }
}
