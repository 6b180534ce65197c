package io.troupe.cluster.outage;

import io.troupe.persistence.journal.JournalHealth;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an event-sourced entity. While the database is away the entity does not begin to write; and while it
 * writes, for however long, questions are answered from what is recorded. An entity that writes lets everything it is
 * told wait; that is how the guard knows: what is not handled at once came in the middle of a write.
 */
public final class OutageGuard<C, S> {

    /** A question is let through now and then even so: its handling would show that the write is over. */
    private static final long TRUST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final JournalHealth health;
    private final Unrecorded<C, S> instead;
    private @Nullable S recorded;
    private boolean writing;
    private long noticedNanos;

    public OutageGuard(ActorSystem<?> system, Unrecorded<C, S> instead) {
        this.health = JournalHealth.of(system);
        this.instead = instead;
    }

    /** True when nothing that is not necessary should be recorded: it would have to wait. */
    public boolean away() {
        return health.away();
    }

    /** The entity's own handler: the state that it is given is what is recorded, until it has handled the next. */
    public <E> CommandHandlerWithReply<C, E, S> noting(CommandHandlerWithReply<C, E, S> handler) {
        return (state, message) -> {
            writing = false;
            recorded = state;
            return handler.apply(state, message);
        };
    }

    public Behavior<C> around(Class<C> type, Behavior<C> entity) {
        return Behaviors.intercept(
                () -> new BehaviorInterceptor<C, C>(type) {
                    @Override
                    public Behavior<C> aroundReceive(TypedActorContext<C> context, C message, ReceiveTarget<C> target) {
                        return receive(context, message, target);
                    }
                },
                entity);
    }

    private Behavior<C> receive(TypedActorContext<C> context, C message, BehaviorInterceptor.ReceiveTarget<C> target) {
        if (health.away() && instead.refuse(message)) {
            return Behaviors.same();
        }
        boolean trusted = writing && System.nanoTime() - noticedNanos < TRUST_NANOS;
        if (trusted && answered(message)) {
            return Behaviors.same();
        }
        writing = true;
        Behavior<C> next = target.apply(context, message);
        if (writing) {
            noticedNanos = System.nanoTime();
            answered(message);
        }
        return next;
    }

    private boolean answered(C message) {
        S known = recorded;
        return known != null && instead.answer(message, known);
    }
}
