package io.troupe.cluster.logger;

import io.troupe.cluster.Wire;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Sets this node's loggers when another node asks. Found on every node by its name. */
public final class LoggerActor {

    static final String NAME = "loggers";

    /** What it is asked. */
    public sealed interface Command extends Wire {}

    public record SetLevel(String name, String level, ActorRef<LevelSet> replyTo) implements Command {}

    /** It is done. */
    public record LevelSet() implements Wire {}

    private LoggerActor() {}

    static Behavior<Command> create(Loggers loggers) {
        return Behaviors.receive(Command.class)
                .onMessage(SetLevel.class, set -> {
                    loggers.set(set.name(), set.level());
                    set.replyTo().tell(new LevelSet());
                    return Behaviors.same();
                })
                .build();
    }
}
