package contract.probe;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Leaves records alone, or drops them. */
public class ProbeTransform<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private Probe probe = Probe.none("transform");
    private boolean drop;

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public ConfigDef config() {
        return Probe.settings()
                .define("drop", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "Whether to drop records.");
    }

    @Override
    public void configure(Map<String, ?> configs) {
        probe = new Probe("transform", configs);
        drop = Boolean.parseBoolean(String.valueOf(configs.get("drop")));
        probe.call("configure");
    }

    @Override
    public R apply(R record) {
        probe.call("apply");
        return drop ? null : record;
    }

    @Override
    public void close() {
        probe.call("close");
    }
}
