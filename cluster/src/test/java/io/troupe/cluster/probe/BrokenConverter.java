package io.troupe.cluster.probe;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/** Is valid, and cannot be configured: no task can be made with it. */
public final class BrokenConverter implements Converter {

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        throw new IllegalStateException("no schema registry");
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return new byte[0];
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return SchemaAndValue.NULL;
    }
}
