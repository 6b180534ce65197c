package io.troupe.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Looks at many connectors, a bounded number at a time. What does not answer in time, or fails, is left out and named:
 * one of them must not spoil the picture of all the others.
 */
final class Survey<T> {

    /**
     * @param seen by name, in the order of the names
     * @param missing why nothing is known, by name, in the order of the names
     */
    record Picture<T>(Map<String, T> seen, Map<String, Throwable> missing) {}

    private static final int AT_ONCE = 64;

    private final List<String> names;
    private final Function<String, CompletionStage<Optional<T>>> look;
    private final long deadlineNanos;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<String, T> seen = new ConcurrentHashMap<>();
    private final Map<String, Throwable> missing = new ConcurrentHashMap<>();

    private Survey(List<String> names, Function<String, CompletionStage<Optional<T>>> look, Duration limit) {
        this.names = names;
        this.look = look;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /**
     * @param look empty for what is not there any more
     * @param limit for all of them together
     */
    static <T> CompletionStage<Picture<T>> of(
            List<String> names, Function<String, CompletionStage<Optional<T>>> look, Duration limit) {
        Survey<T> survey = new Survey<>(names, look, limit);
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[Math.min(AT_ONCE, names.size())];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = survey.lane().toCompletableFuture();
        }
        return CompletableFuture.allOf(lanes)
                .thenApply(done -> new Picture<>(survey.ordered(survey.seen), survey.ordered(survey.missing)));
    }

    private CompletionStage<?> lane() {
        int turn = next.getAndIncrement();
        if (turn >= names.size()) {
            return CompletableFuture.completedFuture(null);
        }
        String name = names.get(turn);
        return ask(name)
                .handle((found, failure) -> {
                    if (failure != null) {
                        missing.put(name, Answers.cause(failure));
                    } else {
                        found.ifPresent(each -> seen.put(name, each));
                    }
                    return name;
                })
                .thenComposeAsync(done -> lane());
    }

    private CompletionStage<Optional<T>> ask(String name) {
        long left = deadlineNanos - System.nanoTime();
        return left <= 0
                ? CompletableFuture.failedFuture(new TimeoutException("There was no time left to ask"))
                : look.apply(name)
                        .thenApply(found -> found)
                        .toCompletableFuture()
                        .orTimeout(left, TimeUnit.NANOSECONDS);
    }

    private <V> Map<String, V> ordered(Map<String, V> unordered) {
        Map<String, V> ordered = new LinkedHashMap<>();
        for (String name : names) {
            V value = unordered.get(name);
            if (value != null) {
                ordered.put(name, value);
            }
        }
        return ordered;
    }
}
