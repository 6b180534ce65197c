package io.troupe.worker.errors;

import io.troupe.worker.metrics.ErrorMetrics;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes failed records in the worker's log: what failed, and where the record lies if it comes from Kafka. */
public final class ErrorLog implements ErrorReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorLog.class);
    private static final CompletableFuture<?> NOTED = CompletableFuture.completedFuture(null);

    private final String task;
    private final boolean places;
    private final ErrorMetrics metrics;

    /**
     * @param task for instance {@code orders-0}
     * @param places whether to say where the record lies; its content is never logged
     */
    public ErrorLog(String task, boolean places, ErrorMetrics metrics) {
        this.task = task;
        this.places = places;
        this.metrics = metrics;
    }

    @Override
    public CompletableFuture<?> report(FailedRecord failed) {
        LOG.error(
                "Task {} failed on a record in stage {} of {}{}",
                task,
                failed.stage(),
                failed.by().getName(),
                places ? place(failed.consumed()) : "",
                failed.error());
        metrics.logged();
        return NOTED;
    }

    private static String place(@Nullable ConsumerRecord<byte[], byte[]> record) {
        return record == null
                ? ""
                : ", consumed from topic %s, partition %d, offset %d, timestamp %d, timestampType %s"
                        .formatted(
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                record.timestamp(),
                                record.timestampType());
    }
}
