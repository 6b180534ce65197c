package io.troupe.worker.task;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Since when a task's thread is in one call of its loop, for others to see. It costs the thread two cheap writes a turn
 * and nothing a record.
 */
final class PresentCall {

    private static final long NONE = 0;
    /** A stack that overflows soon would be too much for one message. */
    private static final int MOST_FRAMES = 200;

    private final AtomicLong begunNanos = new AtomicLong(NONE);
    private volatile @Nullable Thread thread;

    /** By the task's own thread. */
    void begin() {
        Thread present = Thread.currentThread();
        if (thread != present) {
            thread = present;
        }
        begunNanos.lazySet(System.nanoTime() | 1);
    }

    void end() {
        begunNanos.lazySet(NONE);
    }

    /** Null unless the present call has lasted for so long. */
    @Nullable
    Stall longerThan(Duration limit) {
        long begun = begunNanos.get();
        Thread inside = thread;
        Duration age = Duration.ofNanos(System.nanoTime() - begun);
        if (begun == NONE || inside == null || age.compareTo(limit) < 0) {
            return null;
        }
        String stack = Arrays.stream(inside.getStackTrace())
                .limit(MOST_FRAMES)
                .map(frame -> "\tat " + frame)
                .collect(Collectors.joining("\n"));
        return begunNanos.get() == begun ? new Stall(begun, age, stack) : null;
    }
}
