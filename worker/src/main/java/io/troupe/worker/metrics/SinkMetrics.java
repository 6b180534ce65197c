package io.troupe.worker.metrics;

import org.apache.kafka.common.metrics.Sensor;

/** {@code sink-task-metrics}, and what {@code task-health-metrics} has of sinks alone. */
public final class SinkMetrics {

    private final Sensor reads;
    private final Sensor sends;
    private final Sensor putTimes;
    private final Sensor partitions;
    private final Sensor active;
    private final Sensor sequence;
    private final Sensor completions;
    private final Sensor skips;
    private volatile int unread;

    /** @param health figures of ours: the original has none of them */
    SinkMetrics(Figures figures, Figures health) {
        reads = figures.rateAndTotal("sink-record-read", "Records read from Kafka, before transformations");
        sends = figures.rateAndTotal("sink-record-send", "Records put to the task, after transformations");
        putTimes = figures.maxAndAverage(
                "put-batch-max-time-ms", "put-batch-avg-time-ms", "Time that the task's put took");
        partitions = figures.last("partition-count", "Partitions that the task has.");
        active = figures.last("sink-record-active-count", "Records read and not yet committed.");
        figures.addMaxAndAverage(
                active,
                "sink-record-active-count-max",
                "sink-record-active-count-avg",
                "Records read and not yet committed");
        sequence = figures.last("offset-commit-seq-no", "Number of the latest commit of offsets.");
        completions = figures.rateAndTotal("offset-commit-completion", "Commits of offsets that succeeded");
        skips = figures.rateAndTotal("offset-commit-skip", "Commits of offsets whose answer came too late to count");
        health.gauge(
                "unread-partitions",
                "Partitions that the task's connector subscribes to, and no task of it consumes.",
                this::unread);
    }

    public void read(int records) {
        reads.record(records);
    }

    /** @param nanos that the put took */
    public void put(int records, long nanos) {
        sends.record(records);
        putTimes.record(Figures.millis(nanos));
    }

    /** @param count of partitions of the whole subscription that nobody in the group consumes */
    public void unread(int count) {
        unread = count;
    }

    public int unread() {
        return unread;
    }

    public void partitions(int count) {
        partitions.record(count);
    }

    /** @param records read and not yet committed */
    public void uncommitted(long records) {
        active.record((double) records);
    }

    public void commitSent(long number) {
        sequence.record((double) number);
    }

    public void commitCompleted() {
        completions.record(1);
    }

    public void commitSkipped() {
        skips.record(1);
    }
}
