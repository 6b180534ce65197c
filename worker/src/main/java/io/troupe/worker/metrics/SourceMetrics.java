package io.troupe.worker.metrics;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Min;
import org.jspecify.annotations.Nullable;

/** {@code source-task-metrics}. The task's thread polls, the producer's writes. */
public final class SourceMetrics {

    private final Figures figures;
    private final Sensor polls;
    private final Sensor pollTimes;
    private final Sensor writes;
    private final Sensor active;
    private @Nullable Sensor transactions;
    private long activeRecords;

    SourceMetrics(Figures figures) {
        this.figures = figures;
        polls = figures.rateAndTotal("source-record-poll", "Records that the task gave, before transformations");
        pollTimes = figures.maxAndAverage(
                "poll-batch-max-time-ms", "poll-batch-avg-time-ms", "Time that a poll of the task took");
        writes = figures.rateAndTotal("source-record-write", "Records written to Kafka, after transformations");
        active = figures.last("source-record-active-count", "Records polled and not yet written.");
        figures.addMaxAndAverage(
                active,
                "source-record-active-count-max",
                "source-record-active-count-avg",
                "Records polled and not yet written");
    }

    /** @param nanos that the poll took */
    public void polled(int records, long nanos) {
        polls.record(records);
        pollTimes.record(Figures.millis(nanos));
        activeChanged(records);
    }

    /**
     * @param records acknowledged or given up
     * @param skipped those among them that Kafka did not get
     */
    public void written(int records, int skipped) {
        writes.record(records - skipped);
        activeChanged(-records);
    }

    private synchronized void activeChanged(int by) {
        activeRecords = Math.max(0, activeRecords + by);
        active.record((double) activeRecords);
    }

    /** Only exactly-once sources have the figures of transactions. */
    public void transactional() {
        transactions();
    }

    /** A transaction of this many records was committed. */
    public void transaction(int records) {
        transactions().record(records);
    }

    private synchronized Sensor transactions() {
        Sensor known = transactions;
        if (known == null) {
            String what = "Records in a transaction";
            known = figures.sensor("transaction-size");
            known.add(figures.name("transaction-size-min", what + ", at least."), new Min());
            known.add(figures.name("transaction-size-max", what + ", at most."), new Max());
            known.add(figures.name("transaction-size-avg", what + ", on average."), new Avg());
            transactions = known;
        }
        return known;
    }
}
