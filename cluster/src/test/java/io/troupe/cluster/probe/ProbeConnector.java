package io.troupe.cluster.probe;

import io.troupe.cluster.probe.Probe.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;

/** As many tasks as the setting {@code tasks} says. */
public final class ProbeConnector extends SourceConnector {

    private Map<String, String> config = Map.of();

    private Probe probe() {
        return Probe.of(config.getOrDefault("name", ""));
    }

    @Override
    public Config validate(Map<String, String> settings) {
        config = settings;
        probe().pass(Point.VALIDATE);
        return super.validate(settings);
    }

    @Override
    public void start(Map<String, String> settings) {
        config = settings;
        probe().pass(Point.CONNECTOR_START);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ProbeTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int tasks = Integer.parseInt(config.getOrDefault("tasks", "1"));
        return IntStream.range(0, tasks)
                .mapToObj(number -> {
                    Map<String, String> task = new HashMap<>(config);
                    task.put("number", Integer.toString(number));
                    return task;
                })
                .toList();
    }

    @Override
    public void stop() {
        probe().pass(Point.CONNECTOR_STOP);
    }

    /** Answers what the setting {@code alter} says. */
    @Override
    public boolean alterOffsets(Map<String, String> settings, Map<Map<String, ?>, Map<String, ?>> offsets) {
        config = settings;
        probe().pass(Point.ALTER_OFFSETS);
        probe().altered(offsets);
        return switch (settings.getOrDefault("alter", "true")) {
            case "true" -> true;
            case "false" -> false;
            case "unsupported" -> throw new UnsupportedOperationException("not here");
            case "closed" -> throw new ConnectException("cannot open it with " + settings.get("door"));
            case "refused" -> throw new ConnectException("not these");
            default -> throw new IllegalStateException("secret of the plugin");
        };
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef().define("door", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.LOW, "Opens it.");
    }

    @Override
    public String version() {
        return "7.1";
    }
}
