package io.troupe.node.stage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.SourceConnector;

/** Does what the script of its stage says. */
public final class StageSource extends SourceConnector {

    private Stage stage;
    private Map<String, String> settings;

    public StageSource() {
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
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> config) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StageSourceTask.class;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = (List<Map<String, String>>) stage.act(this, "taskConfigs", maxTasks);
        return configs == null
                ? Collections.nCopies(maxTasks, Map.of(Stage.SETTING, settings.get(Stage.SETTING)))
                : configs;
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
