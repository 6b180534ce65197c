package contract.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** A source of numbered records. */
// Not defined, as the recorded validations know neither: probe.slow.ms, for how long one poll of the last task takes
// until
// replan, and probe.position, of all records: null-offset, empty-offset, null-partition, empty-partition, null-both.
public class ProbeSourceConnector extends SourceConnector {
    private Map<String, String> settings = Map.of();
    private Probe probe = Probe.none("connector");
    private volatile boolean replanned;

    static Probe probeFor(String part, Map<String, String> settings) {
        return new Probe(settings.get("name") + " " + part, settings);
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public ConfigDef config() {
        return Probe.settings()
                .define("probe.topic", ConfigDef.Type.STRING, "probe", ConfigDef.Importance.HIGH, "Topic to write.")
                .define(
                        "probe.tasks",
                        ConfigDef.Type.INT,
                        -1,
                        ConfigDef.Importance.LOW,
                        "Tasks to make; -1 for as many as allowed.")
                .define("probe.batch", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "Records of one poll.")
                .define("probe.total", ConfigDef.Type.INT, 3, ConfigDef.Importance.LOW, "Records of one task.")
                .define(
                        "probe.pause.ms",
                        ConfigDef.Type.LONG,
                        100L,
                        ConfigDef.Importance.LOW,
                        "How long one poll takes.")
                .define(
                        "probe.value",
                        ConfigDef.Type.STRING,
                        "text",
                        ConfigDef.Importance.LOW,
                        "Kind of value: text, null, unsupported.")
                .define(
                        "probe.after.ms",
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "reconfigure=MS, replan=MS or raise=MS after start.")
                .define(
                        "probe.eos",
                        ConfigDef.Type.STRING,
                        "null",
                        ConfigDef.Importance.LOW,
                        "exactlyOnceSupport: supported, unsupported, null.")
                .define(
                        "probe.boundaries",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.LOW,
                        "Whether tasks define transactions.")
                .define(
                        "probe.alter",
                        ConfigDef.Type.STRING,
                        "true",
                        ConfigDef.Importance.LOW,
                        "alterOffsets: true, false, throw, default.");
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        probeFor("connector", connectorConfigs).call("validate");
        return super.validate(connectorConfigs);
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        probe = probeFor("connector", props);
        probe.call("start");
        String after = props.getOrDefault("probe.after.ms", "");
        if (!after.isEmpty()) {
            new Thread(() -> act(after), "probe-later").start();
        }
    }

    private void act(String after) {
        String[] sides = after.split("=", -1);
        try {
            // A connector that asks later, on a thread of its own; no test waits by it.
            Thread.sleep(Long.parseLong(sides[1]));
        } catch (InterruptedException e) {
            return;
        }
        switch (sides[0]) {
            case "reconfigure" -> context().requestTaskReconfiguration();
            case "replan" -> {
                replanned = true;
                context().requestTaskReconfiguration();
            }
            default -> context().raiseError(new ConnectException("probe raised this"));
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ProbeSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        probe.call("taskConfigs", maxTasks);
        int wanted = Integer.parseInt(settings.getOrDefault("probe.tasks", "-1"));
        int count = wanted < 0 ? maxTasks : wanted;
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    Map<String, String> task = new HashMap<>(settings);
                    task.put("probe.task", Integer.toString(number));
                    if (replanned) {
                        task.put("probe.plan", "second");
                    } else if (number == count - 1 && settings.containsKey("probe.slow.ms")) {
                        task.put("probe.pause.ms", settings.get("probe.slow.ms"));
                    }
                    return task;
                })
                .toList();
    }

    @Override
    public void stop() {
        probe.call("stop");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        String answer = connectorConfig.getOrDefault("probe.eos", "null");
        return answer.equals("null") ? null : ExactlyOnceSupport.valueOf(answer.toUpperCase(Locale.ROOT));
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return Boolean.parseBoolean(connectorConfig.get("probe.boundaries"))
                ? ConnectorTransactionBoundaries.SUPPORTED
                : ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        probeFor("connector", connectorConfig).call("alterOffsets", offsets);
        return switch (connectorConfig.getOrDefault("probe.alter", "true")) {
            case "true" -> true;
            case "false" -> false;
            case "throw" -> throw new ConnectException("probe refuses these offsets");
            default -> super.alterOffsets(connectorConfig, offsets);
        };
    }
}
