package io.troupe.cluster.probe;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a spec sees of the probe connector of one name, and how it makes it misbehave. */
public final class Probe {

    /** Where a plugin can be made to block or to fail. */
    public enum Point {
        VALIDATE,
        CONNECTOR_START,
        CONNECTOR_STOP,
        ALTER_OFFSETS,
        TASK_START,
        TASK_POLL,
        TASK_COMMIT,
        TASK_STOP
    }

    /** What becomes of records that tasks send. */
    public enum Kafka {
        ANSWERS,
        SILENT,
        /** One more record is answered, on a thread that ends with it. */
        DYING
    }

    private static final Map<String, Probe> ALL = new ConcurrentHashMap<>();

    private final Map<Point, AtomicInteger> passed = new ConcurrentHashMap<>();
    private final Map<Point, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Queue<CountDownLatch> forsaken = new ConcurrentLinkedQueue<>();
    private final Map<Point, RuntimeException> failures = new ConcurrentHashMap<>();
    private final AtomicInteger blocked = new AtomicInteger();
    private final AtomicLong lastStartedFrom = new AtomicLong(-1);

    private volatile Map<Map<String, ?>, Map<String, ?>> altered = Map.of();
    private volatile Kafka kafka = Kafka.ANSWERS;
    private volatile boolean offsetsRefused;
    private volatile boolean offsetsForgotten;

    public static Probe of(String connector) {
        return ALL.computeIfAbsent(connector, name -> new Probe());
    }

    /** Everybody who is blocked anywhere goes on. */
    public static void releaseAll() {
        ALL.values().forEach(probe -> {
            probe.gates.keySet().forEach(probe::open);
            probe.forsaken.forEach(CountDownLatch::countDown);
        });
    }

    /** From now on whoever comes there blocks, interrupted or not. */
    public void block(Point point) {
        gates.putIfAbsent(point, new CountDownLatch(1));
    }

    public void open(Point point) {
        CountDownLatch gate = gates.remove(point);
        if (gate != null) {
            gate.countDown();
        }
    }

    /** Whoever is blocked there stays so, whoever comes from now on passes. */
    public void letOthersPass(Point point) {
        CountDownLatch gate = gates.remove(point);
        if (gate != null) {
            forsaken.add(gate);
        }
    }

    /** From now on whoever comes there fails with this text. */
    public void fail(Point point, String text) {
        fail(point, new IllegalStateException(text));
    }

    public void fail(Point point, RuntimeException failure) {
        failures.put(point, failure);
    }

    public void heal(Point point) {
        failures.remove(point);
    }

    /** How often that was called. */
    public int count(Point point) {
        return counter(point).get();
    }

    /** How many threads are blocked now. */
    public int blocked() {
        return blocked.get();
    }

    /** The position that a task found stored when it started last; -1 for none. */
    public long lastStartedFrom() {
        return lastStartedFrom.get();
    }

    /** What the connector was told last of a change of its offsets. */
    public Map<Map<String, ?>, Map<String, ?>> altered() {
        return altered;
    }

    /** From now on. */
    public void kafka(Kafka mood) {
        kafka = mood;
    }

    Kafka kafka() {
        return kafka;
    }

    /** Whether offsets are refused from now on. */
    public void refuseOffsets(boolean refused) {
        offsetsRefused = refused;
    }

    boolean refusesOffsets() {
        return offsetsRefused;
    }

    /** From now on the tasks' records have a partition, but no offset. */
    public void forgetOffsets() {
        offsetsForgotten = true;
    }

    boolean forgetsOffsets() {
        return offsetsForgotten;
    }

    void altered(Map<Map<String, ?>, Map<String, ?>> offsets) {
        altered = offsets;
    }

    void startedFrom(long position) {
        lastStartedFrom.set(position);
    }

    void pass(Point point) {
        counter(point).incrementAndGet();
        CountDownLatch gate = gates.get(point);
        if (gate != null) {
            blocked.incrementAndGet();
            waitFor(gate);
            blocked.decrementAndGet();
        }
        RuntimeException failure = failures.get(point);
        if (failure != null) {
            throw failure;
        }
    }

    private AtomicInteger counter(Point point) {
        return passed.computeIfAbsent(point, any -> new AtomicInteger());
    }

    private static void waitFor(CountDownLatch gate) {
        boolean interrupted = false;
        while (true) {
            try {
                gate.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
