package io.troupe.worker.pipeline;

import io.troupe.worker.errors.SkippedRecord;
import io.troupe.worker.errors.Stage;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.metrics.TaskPlugins;
import io.troupe.worker.metrics.TaskPlugins.Plugin;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What happens to each record between Kafka and a sink: contract/behaviours.md, section 4. */
public final class SinkPipeline implements AutoCloseable {

    private final Parts<SinkRecord> parts;
    private final Transforms<SinkRecord> transforms;
    private final Converters converters;
    private final Tolerance tolerance;

    SinkPipeline(Parts<SinkRecord> parts) {
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
        return parts.describe(ConnectorType.SINK, connector, task);
    }

    /**
     * The record as the sink gets it, an {@link InternalSinkRecord} for those that look for it; or null when it was dropped by a transformation or skipped by tolerance.
     *
     * @throws ConnectException when a converter or transformation failed and that is not tolerated
     */
    public @Nullable SinkRecord decode(ConsumerRecord<byte[], byte[]> record) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            SinkRecord transformed = transforms.apply(convert(record), record);
            return transformed == null || transformed instanceof InternalSinkRecord
                    ? transformed
                    : new InternalSinkRecord(new ProcessingContext<>(record), transformed);
        } catch (SkippedRecord skipped) {
            return null;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What Kafka had of a record: for a record that a sink reports and that is none of those it was given. */
    public ConsumerRecord<byte[], byte[]> encode(SinkRecord record) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            String topic = record.originalTopic();
            RecordHeaders headers = converters.toBytes(topic, record.headers());
            byte[] key = converters.keyBytes(topic, headers, record);
            byte[] value = converters.valueBytes(topic, headers, record);
            Long time = record.timestamp();
            return new ConsumerRecord<>(
                    topic,
                    record.originalKafkaPartition(),
                    record.originalKafkaOffset(),
                    time == null ? ConsumerRecord.NO_TIMESTAMP : time,
                    record.timestampType(),
                    ConsumerRecord.NULL_SIZE,
                    ConsumerRecord.NULL_SIZE,
                    key,
                    value,
                    headers,
                    Optional.empty());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private SinkRecord convert(ConsumerRecord<byte[], byte[]> record) {
        SchemaAndValue key = key(record);
        SchemaAndValue value = value(record);
        ConnectHeaders headers = headers(record);
        boolean timed = record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE;
        return new InternalSinkRecord(
                record,
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                timed ? record.timestamp() : null,
                headers);
    }

    private SchemaAndValue key(ConsumerRecord<byte[], byte[]> record) {
        try {
            return converters.keyData(record);
        } catch (Exception e) {
            return tolerance.recover(
                    parts.failed(record, Stage.KEY_CONVERTER, converters.key(), e), () -> converters.keyData(record));
        }
    }

    private SchemaAndValue value(ConsumerRecord<byte[], byte[]> record) {
        try {
            return converters.valueData(record);
        } catch (Exception e) {
            return tolerance.recover(
                    parts.failed(record, Stage.VALUE_CONVERTER, converters.value(), e),
                    () -> converters.valueData(record));
        }
    }

    private ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) {
        try {
            return converters.toData(record.topic(), record.headers());
        } catch (Exception e) {
            return tolerance.recover(
                    parts.failed(record, Stage.HEADER_CONVERTER, converters.header(), e),
                    () -> converters.toData(record.topic(), record.headers()));
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
