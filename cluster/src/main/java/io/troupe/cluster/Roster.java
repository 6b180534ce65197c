package io.troupe.cluster;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Who runs plugins on this node. A node that is about to leave asks it to release them all: they stop and commit while
 * the entities that record their commits still run. Messages stay on the node.
 */
public final class Roster {

    public sealed interface Command {}

    /** @param release asks the member to stop what it hosts and then to leave the roster */
    public record Enter(ActorRef<?> member, Runnable release) implements Command {}

    public record Leave(ActorRef<?> member) implements Command {}

    /** Releases everybody, whoever enters from now on at once; answered when nobody is left. */
    public record Drain(ActorRef<Done> replyTo) implements Command {}

    private final ActorContext<Command> context;
    private final Map<ActorRef<?>, Runnable> members = new HashMap<>();
    private @Nullable ActorRef<Done> draining;

    private Roster(ActorContext<Command> context) {
        this.context = context;
    }

    public static Behavior<Command> create() {
        return Behaviors.setup(context -> new Roster(context).open());
    }

    private Behavior<Command> open() {
        return Behaviors.receive(Command.class)
                .onMessage(Enter.class, this::onEnter)
                .onMessage(Leave.class, this::onLeave)
                .onMessage(Drain.class, this::onDrain)
                .build();
    }

    private Behavior<Command> onEnter(Enter enter) {
        if (members.put(enter.member(), enter.release()) == null) {
            context.watchWith(enter.member(), new Leave(enter.member()));
        }
        if (draining != null) {
            enter.release().run();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onLeave(Leave leave) {
        if (members.remove(leave.member()) != null) {
            context.unwatch(leave.member());
        }
        return answerWhenEmpty();
    }

    private Behavior<Command> onDrain(Drain drain) {
        draining = drain.replyTo();
        members.values().forEach(Runnable::run);
        return answerWhenEmpty();
    }

    private Behavior<Command> answerWhenEmpty() {
        if (draining != null && members.isEmpty()) {
            draining.tell(Done.getInstance());
        }
        return Behaviors.same();
    }
}
