package io.troupe.worker.health;

import io.troupe.worker.health.Condition.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a task achieves, noted by its loop and looked at by others. Noting costs a record one count; who
 * notices by itself that something is wrong says so with {@link #begin} and takes it back with {@link #end}. Safe from
 * any thread.
 */
public final class Vitals {

    private static final long NONE = Long.MIN_VALUE;

    private record Begun(long nanos, String reason) {}

    private final AtomicLong polled = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile @Nullable Thread answering;
    private long commitBegunNanos = NONE;
    private long commitsFailNanos = NONE;
    private final Map<Kind, Begun> begun = new EnumMap<>(Kind.class);

    /** So many records more are to reach Kafka. */
    public void polled(int records) {
        polled.addAndGet(records);
    }

    /** One of them will not: it was dropped. */
    public void dropped() {
        done.incrementAndGet();
    }

    /** Kafka has answered for one of them, on the producer's thread: without that one the task cannot go on. */
    public void answered() {
        Thread current = Thread.currentThread();
        if (answering != current) {
            answering = current;
        }
        done.incrementAndGet();
    }

    public synchronized void commitBegan() {
        commitBegunNanos = System.nanoTime();
    }

    public synchronized void commitEnded() {
        commitBegunNanos = NONE;
    }

    public synchronized void commitSucceeded() {
        commitsFailNanos = NONE;
    }

    public synchronized void commitFailed() {
        if (commitsFailNanos == NONE) {
            commitsFailNanos = System.nanoTime();
        }
    }

    /** Something is wrong from now on; said again, only its reason is new. */
    public synchronized void begin(Kind kind, String reason) {
        Begun before = begun.get(kind);
        begun.put(kind, new Begun(before == null ? System.nanoTime() : before.nanos(), reason));
    }

    /** It is over, if it ever began. */
    public synchronized void end(Kind kind) {
        begun.remove(kind);
    }

    /** Records that were polled, and are neither in Kafka nor dropped. */
    long outstanding() {
        long gone = done();
        return Math.max(0, polled.get() - gone);
    }

    /** Records that Kafka has answered for, or that were dropped. */
    long done() {
        return done.get();
    }

    /** True when the producer has a thread no more. */
    boolean producerDead() {
        Thread known = answering;
        return known != null && !known.isAlive();
    }

    synchronized List<Condition> said(long nowNanos) {
        List<Condition> all = new ArrayList<>();
        begun.forEach((kind, each) ->
                all.add(new Condition(kind, each.nanos(), Duration.ofNanos(nowNanos - each.nanos()), each.reason())));
        return all;
    }

    /** Null while commits succeed, or have not failed for so long. */
    synchronized @Nullable Condition uncommitted(long nowNanos, Duration limit) {
        long since = commitsFailNanos != NONE ? commitsFailNanos : commitBegunNanos;
        Duration age = Duration.ofNanos(nowNanos - since);
        if (since == NONE || age.compareTo(limit) < 0) {
            return null;
        }
        String reason = commitsFailNanos != NONE
                ? "No commit of offsets has succeeded for " + age.toSeconds() + " s"
                : "A commit of offsets has not ended for " + age.toSeconds() + " s";
        return new Condition(Kind.UNCOMMITTED, since, age, reason);
    }
}
