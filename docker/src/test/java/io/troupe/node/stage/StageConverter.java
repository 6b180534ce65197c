package io.troupe.node.stage;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.StringConverter;

/** Converts text, unless the script of its stage throws. */
public final class StageConverter implements Converter {

    private final StringConverter text = new StringConverter();
    private Stage stage;

    public StageConverter() {
        Stage.made(this);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        text.configure(configs, isKey);
        stage = Stage.of(configs);
        stage.note(this, "converter.configure", null);
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        stage.act(this, "fromConnectData", value);
        return text.fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        stage.act(this, "toConnectData", value);
        return text.toConnectData(topic, value);
    }
}
