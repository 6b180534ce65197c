package contract.probe;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Is always true. */
public class ProbePredicate<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    private Probe probe = Probe.none("predicate");

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public ConfigDef config() {
        return Probe.settings();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        probe = new Probe("predicate", configs);
        probe.call("configure");
    }

    @Override
    public boolean test(R record) {
        probe.call("test");
        return true;
    }

    @Override
    public void close() {
        probe.call("close");
    }
}
