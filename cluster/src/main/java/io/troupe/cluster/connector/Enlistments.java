package io.troupe.cluster.connector;

import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.connector.TaskState;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * To whom the tasks' present runs were given. A task that asks again before it began the run that it was given, because
 * question or answer was lost or is on its way, gets the same one: else it would begin twice.
 */
final class Enlistments {

    private record Given(ActorRef<TaskEntity.Command> to, long revision, long run) {}

    private final Map<Integer, Given> given = new HashMap<>();

    void give(ConnectorCommand.Enlist ask, TaskState task) {
        given.put(ask.task(), new Given(ask.replyTo(), task.revision(), task.run()));
    }

    boolean has(ConnectorCommand.Enlist ask, TaskState task) {
        return ask.performed() < task.run()
                && new Given(ask.replyTo(), task.revision(), task.run()).equals(given.get(ask.task()));
    }
}
