package org.apache.kafka.connect.runtime;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record that still knows what it was in Kafka, as sinks get them, and may report them. */
public class InternalSinkRecord extends SinkRecord {

    private final ConsumerRecord<byte[], byte[]> consumed;

    /** As it is converted from what was consumed. */
    public InternalSinkRecord(
            ConsumerRecord<byte[], byte[]> consumed,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            @Nullable Long timestamp,
            Iterable<Header> headers) {
        super(
                consumed.topic(),
                consumed.partition(),
                keySchema,
                key,
                valueSchema,
                value,
                consumed.offset(),
                timestamp,
                consumed.timestampType(),
                headers);
        this.consumed = consumed;
    }

    /** One that a transformation has made, as it is. */
    public InternalSinkRecord(ProcessingContext<ConsumerRecord<byte[], byte[]>> context, SinkRecord record) {
        this(
                context.original(),
                record,
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }

    /** The rest, as where it comes from, is that of the record. */
    private InternalSinkRecord(
            ConsumerRecord<byte[], byte[]> consumed,
            SinkRecord record,
            String topic,
            Integer partition,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp,
            TimestampType timestampType,
            Iterable<Header> headers) {
        super(
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                record.kafkaOffset(),
                timestamp,
                timestampType,
                headers,
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
        this.consumed = consumed;
    }

    @Override
    public SinkRecord newRecord(
            String topic,
            Integer kafkaPartition,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp,
            Iterable<Header> headers) {
        return new InternalSinkRecord(
                consumed,
                this,
                topic,
                kafkaPartition,
                keySchema,
                key,
                valueSchema,
                value,
                timestamp,
                timestampType(),
                headers);
    }

    /** Made when it is asked for: few sinks do. */
    public ProcessingContext<ConsumerRecord<byte[], byte[]>> context() {
        return new ProcessingContext<>(consumed);
    }

    /** As a record is equal to another: what it was in Kafka says nothing more. */
    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
