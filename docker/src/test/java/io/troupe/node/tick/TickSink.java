package io.troupe.node.tick;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink whose every task notes what it gets in a file of its own. */
public final class TickSink extends SinkConnector {

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void start(Map<String, String> props) {
        RunLog.note(props, "-", "start");
        settings = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TickSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TickSource.numbered(settings, maxTasks);
    }

    @Override
    public void stop() {}
}
