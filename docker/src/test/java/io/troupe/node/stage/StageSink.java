package io.troupe.node.stage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Does what the script of its stage says. */
public final class StageSink extends SinkConnector {

    private Stage stage;
    private Map<String, String> settings;

    public StageSink() {
        Stage.made(this);
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        stage = Stage.of(props);
        stage.act(this, "connector.start", context());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StageSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        stage.act(this, "taskConfigs", maxTasks);
        return Collections.nCopies(maxTasks, Map.of(Stage.SETTING, settings.get(Stage.SETTING)));
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Stage.of(connectorConfigs).act(this, "validate", null);
        return super.validate(connectorConfigs);
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void stop() {
        stage.act(this, "connector.stop", null);
    }
}
