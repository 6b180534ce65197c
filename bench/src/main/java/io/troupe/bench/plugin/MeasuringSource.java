package io.troupe.bench.plugin;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** Gives out records as fast as it is polled, and measures how fast they are acknowledged. */
public final class MeasuringSource extends SourceConnector {
    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MeasuringSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return MeasuringSettings.shared(config, maxTasks);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return MeasuringSettings.SOURCE;
    }

    @Override
    public String version() {
        return "1";
    }
}
