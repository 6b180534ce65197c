package io.troupe.cluster;

import io.troupe.cluster.parcel.Parcel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks again what had no answer: a node that ends takes the questions with it that were on their way there. Only for
 * what may be said twice.
 *
 * @param first how long the first attempt may take; each further one twice as long, up to {@link #LONGEST}
 * @param whole how long all of them may take together
 */
public record Patience(Duration first, Duration whole) {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** @param attempt asks once, with this limit, and fails with a TimeoutException */
    public <T> CompletionStage<T> ask(Function<Duration, CompletionStage<T>> attempt) {
        if (first.compareTo(whole) >= 0) {
            return Parcel.opened(attempt.apply(whole));
        }
        return Parcel.opened(attempt.apply(first))
                .exceptionallyCompose(
                        failure -> failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException
                                ? next().ask(attempt)
                                : CompletableFuture.failedFuture(failure));
    }

    private Patience next() {
        Duration doubled = first.multipliedBy(2);
        return new Patience(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST, whole.minus(first));
    }
}
