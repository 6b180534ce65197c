package io.troupe.worker.source;

import io.troupe.worker.WorkerSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Where the transactions of an exactly-once source end: contract/behaviours.md, section 11. For the task's thread. */
interface Boundaries {

    /** What is to become of the records so far. */
    enum Verdict {
        GO_ON,
        COMMIT,
        /** The records are dropped; their offsets are committed all the same: the task shall not see them again. */
        ABORT
    }

    /** The task begins to poll, for the first time or again. */
    default void begin() {}

    default Verdict afterRecord(SourceRecord record) {
        return Verdict.GO_ON;
    }

    /** Also when the poll gave nothing. */
    Verdict afterBatch();

    /** The task is about to rest or to end, in good order. */
    default Verdict atRest() {
        return Verdict.COMMIT;
    }

    /** What the task sees of it; null when it has no say. */
    default @Nullable TransactionContext context() {
        return null;
    }

    /** @throws IllegalArgumentException when the settings name no boundary, or no time */
    static Boundaries of(Map<String, String> config, WorkerSettings settings) {
        return switch (TransactionBoundary.fromProperty(config.getOrDefault("transaction.boundary", "poll"))) {
            case POLL -> () -> Verdict.COMMIT;
            case INTERVAL -> new IntervalBoundaries(interval(config, settings), System::nanoTime);
            case CONNECTOR -> new ConnectorBoundaries();
        };
    }

    private static Duration interval(Map<String, String> config, WorkerSettings settings) {
        String millis = config.get("transaction.boundary.interval.ms");
        return millis == null ? settings.offsetFlushInterval() : Duration.ofMillis(Long.parseLong(millis.trim()));
    }
}
