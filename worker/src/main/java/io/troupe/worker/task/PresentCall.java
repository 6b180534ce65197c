package io.troupe.worker.task;

import io.troupe.worker.health.Checkup;
import io.troupe.worker.health.Condition;
import io.troupe.worker.health.Condition.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Since when a task's thread is in one call of its loop, and when its next turn is due, for others to see. It costs the
 * thread three cheap writes a turn and nothing a record.
 */
final class PresentCall {

    private static final long NONE = 0;
    /** A stack that overflows soon would be too much for one message. */
    private static final int MOST_FRAMES = 200;

    private final AtomicLong begunNanos = new AtomicLong(NONE);
    private final AtomicLong dueNanos = new AtomicLong(NONE);
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

    /** The next turn comes after that time at the latest. */
    void expect(Duration wait) {
        dueNanos.lazySet((System.nanoTime() + wait.toNanos()) | 1);
    }

    /** When the next turn was due, if it is late by now; {@link Checkup#NO_TURN} if not, and within a call. */
    long overdue() {
        long due = dueNanos.get();
        boolean late = due != NONE && begunNanos.get() == NONE && System.nanoTime() - due > 0;
        return late && dueNanos.get() == due ? due : Checkup.NO_TURN;
    }

    /** Null unless the present call has lasted for so long. */
    @Nullable
    Condition longerThan(Duration limit) {
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
        return begunNanos.get() == begun ? new Condition(Kind.STALLED, begun, age, stack) : null;
    }
}
