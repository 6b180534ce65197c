package io.troupe.cluster.connector;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks again what had no answer: a node that ends takes the questions with it that were on their way there. Only for
 * what may be said twice.
 *
 * @param first how long the first attempt may take; each further one twice as long
 * @param whole how long all of them may take together
 */
record Patience(Duration first, Duration whole) {

    /** @param attempt asks once, with this limit, and fails with a TimeoutException */
    <T> CompletionStage<T> ask(Function<Duration, CompletionStage<T>> attempt) {
        if (first.compareTo(whole) >= 0) {
            return attempt.apply(whole);
        }
        return attempt.apply(first)
                .exceptionallyCompose(
                        failure -> failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException
                                ? new Patience(first.multipliedBy(2), whole.minus(first)).ask(attempt)
                                : CompletableFuture.failedFuture(failure));
    }
}
