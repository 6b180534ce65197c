package org.apache.kafka.connect.converters;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/** What all of them share: a header is converted as a key or value is, and there is nothing to configure. */
abstract class StockConverter implements Converter, HeaderConverter, Versioned {

    private static final ConfigDef CONFIG = ConverterConfig.newConfigDef();

    @Override
    public abstract byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value);

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return toConnectData(topic, value);
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    /** That of Kafka: the class stands for the one of the release that this worker is compatible with. */
    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void close() {}

    /** @throws DataException when the data declares another type; data without a schema declares none */
    static void requireType(@Nullable Schema schema, Schema.Type type) {
        if (schema != null && schema.type() != type) {
            throw new DataException("Expected a schema of type " + type + ", but it is " + schema.type());
        }
    }
}
