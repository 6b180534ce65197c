package io.troupe.worker.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record that still knows what it was in Kafka, for sinks that may report it. */
final class DeliveredRecord extends SinkRecord {

    private final ConsumerRecord<byte[], byte[]> consumed;

    DeliveredRecord(SinkRecord record, ConsumerRecord<byte[], byte[]> consumed) {
        super(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers(),
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
        this.consumed = consumed;
    }

    ConsumerRecord<byte[], byte[]> consumed() {
        return consumed;
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
        SinkRecord changed =
                super.newRecord(topic, kafkaPartition, keySchema, key, valueSchema, value, timestamp, headers);
        return new DeliveredRecord(changed, consumed);
    }

    /** As a record is equal to another: where it was in Kafka says nothing more. */
    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
