package io.troupe.cluster;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * Wakes what another node gave away, wherever it sleeps now, and asks it for those who are about to follow: a node that
 * leaves has no way to it any more.
 */
final class Waker {

    sealed interface Command extends Wire {}

    /** Answered once the connector is awake, if it wakes up in time. */
    record WakeConnector(ConnectorId connector, ActorRef<Done> replyTo) implements Command {}

    /** Answered as {@link TaskEntity.Rouse} is. */
    record WakeTask(TaskId task, ActorRef<Done> replyTo) implements Command {}

    /** The task's connector answers it as {@link ConnectorCommand.Confirm} says. */
    record Confirm(TaskId task, ActorRef<TaskEntity.Command> replyTo) implements Command {}

    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "waker");

    /** Longer than what its shard needs to move. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private Waker() {}

    static Behavior<Command> create() {
        return Behaviors.setup(context -> {
            ClusterSharding sharding = ClusterSharding.get(context.getSystem());
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receive(Command.class)
                    .onMessage(WakeConnector.class, wake -> {
                        wake(sharding, wake);
                        return Behaviors.same();
                    })
                    .onMessage(WakeTask.class, wake -> {
                        Shards.task(sharding, wake.task()).tell(new TaskEntity.Rouse(wake.replyTo()));
                        return Behaviors.same();
                    })
                    .onMessage(Confirm.class, confirm -> {
                        Shards.connector(sharding, confirm.task().connector())
                                .tell(new ConnectorCommand.Confirm(
                                        confirm.task().number(), confirm.replyTo()));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** Any question wakes a connector; the answer says that it is awake. */
    private static void wake(ClusterSharding sharding, WakeConnector wake) {
        Shards.connector(sharding, wake.connector())
                .ask(ConnectorCommand.Examine::new, PATIENCE)
                .thenAccept(answer -> wake.replyTo().tell(Done.getInstance()));
    }
}
