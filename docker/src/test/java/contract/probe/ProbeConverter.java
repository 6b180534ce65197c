package contract.probe;

import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;

/** Converts text. */
public class ProbeConverter implements Converter, Versioned {
    private final StringConverter text = new StringConverter();
    private Probe probe = Probe.none("converter");

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public ConfigDef config() {
        return Probe.settings();
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        text.configure(Map.of(), isKey);
        probe = new Probe((isKey ? "key" : "value") + " converter", configs);
        probe.call("configure");
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return text.fromConnectData(topic, schema, value);
    }

    @Override
    public byte[] fromConnectData(String topic, Headers headers, Schema schema, Object value) {
        probe.call("fromConnectData");
        return fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return text.toConnectData(topic, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, Headers headers, byte[] value) {
        probe.call("toConnectData");
        return toConnectData(topic, value);
    }

    @Override
    public void close() throws IOException {
        probe.call("close");
    }
}
