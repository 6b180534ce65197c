package io.troupe.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something that can only be looked at again and again. */
public record Patience(Duration limit, Duration between) {

    /** @throws BenchFailed when the time is over */
    public <T> T await(String what, Supplier<Optional<T>> look) {
        long begin = System.nanoTime();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new BenchFailed("Waited " + limit.toSeconds() + " s in vain for " + what);
            }
            try {
                Thread.sleep(between.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailed("Interrupted while waiting for " + what, e);
            }
        }
    }
}
