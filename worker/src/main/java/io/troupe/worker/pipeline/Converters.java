package io.troupe.worker.pipeline;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** The three converters of a task, between Connect's data and Kafka's bytes. */
record Converters(Plugged<Converter> key, Plugged<Converter> value, Plugged<HeaderConverter> header) {

    byte[] keyBytes(String topic, RecordHeaders headers, ConnectRecord<?> record) {
        return key.enter().fromConnectData(topic, headers, record.keySchema(), record.key());
    }

    byte[] valueBytes(String topic, RecordHeaders headers, ConnectRecord<?> record) {
        return value.enter().fromConnectData(topic, headers, record.valueSchema(), record.value());
    }

    SchemaAndValue keyData(ConsumerRecord<byte[], byte[]> record) {
        return key.enter().toConnectData(record.topic(), record.headers(), record.key());
    }

    SchemaAndValue valueData(ConsumerRecord<byte[], byte[]> record) {
        return value.enter().toConnectData(record.topic(), record.headers(), record.value());
    }

    RecordHeaders toBytes(String topic, Headers headers) {
        RecordHeaders bytes = new RecordHeaders();
        if (!headers.isEmpty()) {
            HeaderConverter converter = header.enter();
            for (Header each : headers) {
                bytes.add(each.key(), converter.fromConnectHeader(topic, each.key(), each.schema(), each.value()));
            }
        }
        return bytes;
    }

    ConnectHeaders toData(String topic, org.apache.kafka.common.header.Headers bytes) {
        ConnectHeaders headers = new ConnectHeaders();
        HeaderConverter converter = header.enter();
        for (var each : bytes) {
            SchemaAndValue data = converter.toConnectHeader(topic, each.key(), each.value());
            headers.add(each.key(), data);
        }
        return headers;
    }

    void close() {
        key.close();
        value.close();
        header.close();
    }
}
