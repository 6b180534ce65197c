package io.troupe.worker.pipeline;

import io.troupe.worker.errors.SkippedRecord;
import io.troupe.worker.errors.Stage;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.metrics.TaskPlugins;
import io.troupe.worker.metrics.TaskPlugins.Plugin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What happens to each record between a source and Kafka: contract/behaviours.md, section 3. */
public final class SourcePipeline implements AutoCloseable {

    private final Parts<SourceRecord> parts;
    private final Transforms<SourceRecord> transforms;
    private final Converters converters;
    private final Tolerance tolerance;

    SourcePipeline(Parts<SourceRecord> parts) {
        this.parts = parts;
        this.transforms = parts.transforms();
        this.converters = parts.converters();
        this.tolerance = parts.tolerance();
    }

    /** What decides about records that fail. */
    public Tolerance tolerance() {
        return tolerance;
    }

    /** What the task is made of. */
    public TaskPlugins describe(Plugin connector, Plugin task) {
        return parts.describe(ConnectorType.SOURCE, connector, task);
    }

    /**
     * The record as Kafka gets it, or null when it was dropped by a transformation or skipped by tolerance.
     *
     * @throws ConnectException when a transformation or converter failed and that is not tolerated
     */
    public @Nullable ProducerRecord<byte[], byte[]> encode(SourceRecord record) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            SourceRecord transformed = transforms.apply(record, record);
            return transformed == null ? null : convert(transformed, record);
        } catch (SkippedRecord skipped) {
            return null;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private ProducerRecord<byte[], byte[]> convert(SourceRecord record, SourceRecord origin) {
        RecordHeaders headers = headers(record, origin);
        byte[] key = key(record, headers, origin);
        byte[] value = value(record, headers, origin);
        return new ProducerRecord<>(record.topic(), record.kafkaPartition(), validTime(record), key, value, headers);
    }

    private RecordHeaders headers(SourceRecord record, SourceRecord origin) {
        try {
            return converters.toBytes(record.topic(), record.headers());
        } catch (Exception e) {
            return tolerance.recover(
                    parts.failed(origin, Stage.HEADER_CONVERTER, converters.header(), e),
                    () -> converters.toBytes(record.topic(), record.headers()));
        }
    }

    private byte[] key(SourceRecord record, RecordHeaders headers, SourceRecord origin) {
        try {
            return converters.keyBytes(record.topic(), headers, record);
        } catch (Exception e) {
            return tolerance.recover(
                    parts.failed(origin, Stage.KEY_CONVERTER, converters.key(), e),
                    () -> converters.keyBytes(record.topic(), headers, record));
        }
    }

    private byte[] value(SourceRecord record, RecordHeaders headers, SourceRecord origin) {
        try {
            return converters.valueBytes(record.topic(), headers, record);
        } catch (Exception e) {
            return tolerance.recover(
                    parts.failed(origin, Stage.VALUE_CONVERTER, converters.value(), e),
                    () -> converters.valueBytes(record.topic(), headers, record));
        }
    }

    /** Kafka's producer refuses negative times; -1 says that there is none. */
    @SuppressWarnings("NullAway") // the producer takes null for "now"
    private static Long validTime(SourceRecord record) {
        Long time = record.timestamp();
        return time == null || time == -1L ? null : time;
    }

    @Override
    public void close() {
        parts.close();
    }
}
