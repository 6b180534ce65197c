package io.troupe.bench.plugin;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink whose every task notes what it gets in a file of its own. */
public final class TickSink extends SinkConnector {
    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TickSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TickSettings.numbered(config, maxTasks);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return TickSettings.SINK;
    }

    @Override
    public String version() {
        return "1";
    }
}
