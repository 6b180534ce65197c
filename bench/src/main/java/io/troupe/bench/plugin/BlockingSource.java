package io.troupe.bench.plugin;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** Blocks for ever in the call that its setting names: validate, start, taskConfigs, poll, stop or task.stop. */
public class BlockingSource extends SourceConnector {
    public static final String CALL = BlockingCall.SETTING;

    private Map<String, String> config = Map.of();

    /** Blocks where there are no settings yet. */
    public static final class InConfig extends BlockingSource {
        @Override
        public ConfigDef config() {
            BlockingCall.blockForEver();
            return new ConfigDef();
        }
    }

    /** Blocks where there are no settings yet. */
    public static final class InInitialize extends BlockingSource {
        @Override
        public void initialize(org.apache.kafka.connect.connector.ConnectorContext ctx) {
            BlockingCall.blockForEver();
        }
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        BlockingCall.reached("validate", connectorConfigs);
        return super.validate(connectorConfigs);
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
        BlockingCall.reached("start", config);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return BlockingSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        BlockingCall.reached("taskConfigs", config);
        return List.of(config);
    }

    @Override
    public void stop() {
        BlockingCall.reached("stop", config);
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(CALL, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The call that does not return.");
    }

    @Override
    public String version() {
        return "1";
    }
}
