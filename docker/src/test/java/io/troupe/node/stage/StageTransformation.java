package io.troupe.node.stage;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Lets every record pass, unless the script of its stage throws. */
public final class StageTransformation<R extends ConnectRecord<R>> implements Transformation<R> {

    private Stage stage;

    public StageTransformation() {
        Stage.made(this);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        stage = Stage.of(configs);
        stage.note(this, "transformation.configure", null);
    }

    @Override
    public R apply(R record) {
        stage.act(this, "transform", record.value());
        return record;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void close() {
        stage.note(this, "transformation.close", null);
    }
}
