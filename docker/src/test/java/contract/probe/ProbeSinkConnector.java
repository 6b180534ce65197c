package contract.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink that only notes what it gets. */
public class ProbeSinkConnector extends SinkConnector {
    private Map<String, String> settings = Map.of();
    private Probe probe = Probe.none("connector");

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public ConfigDef config() {
        return Probe.settings()
                .define(
                        "probe.report",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.LOW,
                        "Whether to report every record as errant.")
                .define(
                        "probe.precommit",
                        ConfigDef.Type.STRING,
                        "all",
                        ConfigDef.Importance.LOW,
                        "preCommit gives: all, none, null.")
                .define(
                        "probe.alter",
                        ConfigDef.Type.STRING,
                        "true",
                        ConfigDef.Importance.LOW,
                        "alterOffsets: true, false, throw, default.");
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        ProbeSourceConnector.probeFor("connector", connectorConfigs).call("validate");
        return super.validate(connectorConfigs);
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        probe = ProbeSourceConnector.probeFor("connector", props);
        probe.call("start");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ProbeSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        probe.call("taskConfigs", maxTasks);
        return IntStream.range(0, maxTasks)
                .mapToObj(number -> {
                    Map<String, String> task = new HashMap<>(settings);
                    task.put("probe.task", Integer.toString(number));
                    return task;
                })
                .toList();
    }

    @Override
    public void stop() {
        probe.call("stop");
    }

    @Override
    public boolean alterOffsets(
            Map<String, String> connectorConfig, Map<org.apache.kafka.common.TopicPartition, Long> offsets) {
        ProbeSourceConnector.probeFor("connector", connectorConfig).call("alterOffsets", offsets);
        return switch (connectorConfig.getOrDefault("probe.alter", "true")) {
            case "true" -> true;
            case "false" -> false;
            case "throw" -> throw new ConnectException("probe refuses these offsets");
            default -> super.alterOffsets(connectorConfig, offsets);
        };
    }
}
