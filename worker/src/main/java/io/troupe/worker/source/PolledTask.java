package io.troupe.worker.source;

import io.troupe.worker.Traces;
import io.troupe.worker.metrics.TaskMetrics;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source task as its loop calls it: what a plugin may throw without harm is logged, and that is all. */
final class PolledTask {

    private static final Logger LOG = LoggerFactory.getLogger(PolledTask.class);

    private final SourceTask task;
    private final TaskMetrics metrics;

    PolledTask(SourceTask task, TaskMetrics metrics) {
        this.task = task;
        this.metrics = metrics;
    }

    /** Nothing yet, null or a failure that the plugin calls retriable, is an empty list. */
    List<SourceRecord> poll() {
        long begunNanos = System.nanoTime();
        try {
            List<SourceRecord> polled = task.poll();
            if (polled == null) {
                return List.of();
            }
            metrics.source().polled(polled.size(), System.nanoTime() - begunNanos);
            metrics.batch(polled.size());
            metrics.vitals().polled(polled.size());
            return polled;
        } catch (RetriableException | org.apache.kafka.connect.errors.RetriableException e) {
            LOG.warn("The task calls its failure retriable and is polled again", e);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while polling", e);
        }
    }

    /**
     * A plugin's failure to take note, of whatever kind, changes nothing about the record: contract/behaviours.md,
     * section 5. The thread stays uninterrupted: it may be the producer's.
     */
    void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        try {
            task.commitRecord(record, metadata);
        } catch (Throwable failure) {
            Traces.log(LOG, "commitRecord failed; the task goes on", failure);
        }
    }

    void commit() {
        try {
            task.commit();
        } catch (Throwable failure) {
            Traces.log(LOG, "commit failed; the task goes on", failure);
        }
    }
}
