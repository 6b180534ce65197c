package io.troupe.jdbc.source;

import java.util.concurrent.TimeUnit;

/** After how long a failed query is tried again: at once, then after twice as long each time. */
final class Backoff {

    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long longestNanos;
    private final int most;
    private int failures;
    private long untilNanos;

    /** @param most how often; -1 without end */
    Backoff(long longestMillis, int most) {
        this.longestNanos = TimeUnit.MILLISECONDS.toNanos(longestMillis);
        this.most = most;
    }

    void succeeded() {
        failures = 0;
    }

    /** @return whether it is to be tried again */
    boolean failed(long nowNanos) {
        failures++;
        long wait = failures == 1 ? 0 : Math.min(longestNanos, FIRST_NANOS << Math.min(failures, 20));
        untilNanos = nowNanos + wait;
        return most < 0 || failures <= most;
    }

    long waitNanos(long nowNanos) {
        return failures == 0 ? 0 : untilNanos - nowNanos;
    }
}
