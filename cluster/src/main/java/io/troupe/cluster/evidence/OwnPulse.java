package io.troupe.cluster.evidence;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether what ought to happen here every 200 ms came late, now or a moment ago. */
final class OwnPulse {

    private static final long LATE = Duration.ofMillis(600).toNanos();

    /** What has waited meanwhile is taken in by then. */
    private static final long SHORTEST_DOUBT = Duration.ofSeconds(3).toNanos();

    /** However long it stood still: a member that is really gone must be missed some time. */
    private static final long LONGEST_DOUBT = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanos;
    private long lastNanos;
    private long doubtUntilNanos;

    OwnPulse(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
        this.doubtUntilNanos = lastNanos;
    }

    /** To be called at each beat. */
    synchronized boolean isLate() {
        long now = nanos.getAsLong();
        long gap = now - lastNanos;
        lastNanos = now;
        if (gap > LATE) {
            doubtUntilNanos = now + Math.min(Math.max(2 * gap, SHORTEST_DOUBT), LONGEST_DOUBT);
        }
        return doubtUntilNanos - now > 0;
    }
}
