package io.troupe.bench.plugin;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** A source whose every task counts: a number every few milliseconds, into the partition that has the task's number. */
public final class TickSource extends SourceConnector {
    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TickSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TickSettings.numbered(config, maxTasks);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return TickSettings.SOURCE;
    }

    @Override
    public String version() {
        return "1";
    }
}
