package io.troupe.worker.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** Time that passes when a test says so. */
final class SetTime implements Time {

    private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(1));

    void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Override
    public long milliseconds() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.get());
    }

    @Override
    public long nanoseconds() {
        return nanos.get();
    }

    @Override
    public void sleep(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMillis) {
        throw new UnsupportedOperationException("Nobody waits in these tests");
    }
}
