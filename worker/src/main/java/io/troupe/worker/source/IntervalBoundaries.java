package io.troupe.worker.source;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A transaction ends with the first batch after a while. */
final class IntervalBoundaries implements Boundaries {

    private final long intervalNanos;
    private final LongSupplier nanos;
    private long last;

    IntervalBoundaries(Duration interval, LongSupplier nanos) {
        this.intervalNanos = interval.toNanos();
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    @Override
    public void begin() {
        last = nanos.getAsLong();
    }

    @Override
    public Verdict afterBatch() {
        long now = nanos.getAsLong();
        if (now - last < intervalNanos) {
            return Verdict.GO_ON;
        }
        last = now;
        return Verdict.COMMIT;
    }
}
