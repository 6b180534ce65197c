package io.troupe.worker.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** A converter whose bytes are the settings it was given. */
public final class Telling implements Converter, HeaderConverter {

    private String told = "unconfigured";

    @Override
    public void configure(Map<String, ?> configs) {
        told = new TreeMap<>(configs).toString();
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        told = (isKey ? "key" : "value") + new TreeMap<>(configs);
    }

    private byte[] bytes() {
        return told.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return bytes();
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return new SchemaAndValue(Schema.STRING_SCHEMA, told);
    }

    @Override
    public byte[] fromConnectHeader(String topic, String headerKey, Schema schema, Object value) {
        return bytes();
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte[] value) {
        return new SchemaAndValue(Schema.STRING_SCHEMA, told);
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void close() {}
}
