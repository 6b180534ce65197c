package io.troupe.cluster.connector;

import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.TaskState;
import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Lets the tasks of a new plan begin when those of the plan before have committed for the last time and ended, or were
 * given up: a source partition that changes hands is read by one task at a time, and its next owner begins where the
 * last one stopped. What is waited for is in the connector's state, so that it is waited for wherever the connector
 * lives next.
 */
final class Succession {

    /** Former tasks have ended, or their time is over. */
    record Over(long number) {}

    private final ActorContext<ConnectorCommand> context;
    private final ConnectorTasks tasks;
    private final Duration patience;
    private long number;
    private boolean underWay;

    /** @param patience with former tasks; zero when there is no need to wait for them */
    Succession(ActorContext<ConnectorCommand> context, ConnectorTasks tasks, Duration patience) {
        this.context = context;
        this.tasks = tasks;
        this.patience = patience;
    }

    /** Former tasks were told to end, and may do so still. */
    void begin(ConnectorState state) {
        long own = ++number;
        underWay = !patience.isZero() && state.awaitsFormer();
        if (underWay) {
            context.pipeToSelf(
                    tasks.relieved(state, patience),
                    (ended, failure) -> new ConnectorEntity.FromSuccession(new Over(own)));
        }
    }

    /** True for a task that has to wait. */
    boolean holds(ConnectorState state, TaskState task) {
        return underWay && state.former().precede(task);
    }

    /** True when those who had to wait may begin now. */
    boolean end(Over over) {
        if (!underWay || over.number() != number) {
            return false;
        }
        underWay = false;
        return true;
    }
}
