package io.troupe.worker.pipeline;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** The three converters of a task, between Connect's data and Kafka's bytes. */
record Converters(Converter key, Converter value, HeaderConverter header) implements AutoCloseable {

    ProducerRecord<byte[], byte[]> encode(SourceRecord record) {
        String topic = record.topic();
        RecordHeaders headers = new RecordHeaders();
        for (Header each : record.headers()) {
            headers.add(each.key(), header.fromConnectHeader(topic, each.key(), each.schema(), each.value()));
        }
        byte[] keyBytes = key.fromConnectData(topic, headers, record.keySchema(), record.key());
        byte[] valueBytes = value.fromConnectData(topic, headers, record.valueSchema(), record.value());
        return new ProducerRecord<>(topic, record.kafkaPartition(), validTime(record), keyBytes, valueBytes, headers);
    }

    SinkRecord decode(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        SchemaAndValue keyData = key.toConnectData(topic, record.headers(), record.key());
        SchemaAndValue valueData = value.toConnectData(topic, record.headers(), record.value());
        ConnectHeaders headers = new ConnectHeaders();
        for (var each : record.headers()) {
            headers.add(each.key(), header.toConnectHeader(topic, each.key(), each.value()));
        }
        boolean timed = record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE;
        return new SinkRecord(
                topic,
                record.partition(),
                keyData.schema(),
                keyData.value(),
                valueData.schema(),
                valueData.value(),
                record.offset(),
                timed ? record.timestamp() : null,
                record.timestampType(),
                headers);
    }

    /** Kafka's producer refuses negative times; -1 says that there is none. */
    @SuppressWarnings("NullAway") // the producer takes null for "now"
    private static Long validTime(SourceRecord record) {
        Long time = record.timestamp();
        return time == null || time == -1L ? null : time;
    }

    @Override
    public void close() {
        Closing.quietly(key);
        Closing.quietly(value);
        Closing.quietly(header);
    }
}
