package io.troupe.plugins.bridge;

import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The clock that plugins make with {@code new SystemTime()}, which Kafka has for itself now. */
public class FormerSystemTime implements Time {

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds();
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long ms) {
        SYSTEM.sleep(ms);
    }

    @Override
    public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        SYSTEM.waitObject(monitor, condition, deadlineMs);
    }
}
