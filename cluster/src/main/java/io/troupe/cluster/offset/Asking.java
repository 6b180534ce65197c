package io.troupe.cluster.offset;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.japi.function.Function;

/**
 * Asks an entity from a thread that may block. While no answer comes, the same is asked again: an entity whose journal
 * is away for a moment forgets its questions.
 *
 * @param patience in all
 */
record Asking<C>(EntityRef<C> entity, Duration patience) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /**
     * @param question bears repetition
     * @throws ConnectException when there is no answer
     */
    <A> A ask(Function<ActorRef<A>, C> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration wait = patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT;
        while (true) {
            try {
                return entity.<A>ask(question, wait)
                        .toCompletableFuture()
                        .get(wait.toMillis() + 1000, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new ConnectException(entity.getEntityId() + " does not answer now", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("Interrupted while waiting for " + entity.getEntityId(), e);
            }
        }
    }

    /** Asks once, and does not wait: what is said is only news sooner. */
    @SuppressWarnings("FutureReturnValueIgnored")
    <A> void tell(Function<ActorRef<A>, C> question) {
        entity.<A>ask(question, LONGEST_WAIT);
    }
}
