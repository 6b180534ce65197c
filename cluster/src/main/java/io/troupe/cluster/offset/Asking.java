package io.troupe.cluster.offset;

import io.troupe.cluster.Patience;
import io.troupe.cluster.RefusedException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.japi.function.Function;

/**
 * Asks an entity, again and again while no answer comes: one that moves, or whose journal is away for a moment, forgets
 * its questions. So every question has to bear repetition.
 */
record Asking<C>(EntityRef<C> entity, Patience patience) {

    /** Fails with a TimeoutException when there is no answer. */
    <A> CompletionStage<A> begin(Function<ActorRef<A>, C> question) {
        return patience.ask(limit -> entity.<A>ask(question, limit));
    }

    /**
     * From a thread that may block.
     *
     * @throws ConnectException when there is no answer
     */
    <A> A ask(Function<ActorRef<A>, C> question) {
        try {
            return begin(question).toCompletableFuture().get(patience.whole().toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw new ConnectException(
                        "The source offsets of " + entity.getEntityId() + " cannot be read or changed: "
                                + refused.getMessage(),
                        refused);
            }
            throw away(e);
        } catch (TimeoutException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted at the source offsets of " + entity.getEntityId(), e);
        }
    }

    private ConnectException away(Exception cause) {
        return new ConnectException(
                "The source offsets of " + entity.getEntityId() + " cannot be read or changed now", cause);
    }

    /** Asks, and does not wait: what is said is only news sooner. */
    @SuppressWarnings("FutureReturnValueIgnored")
    <A> void tell(Function<ActorRef<A>, C> question) {
        entity.<A>ask(question, patience.first());
    }
}
