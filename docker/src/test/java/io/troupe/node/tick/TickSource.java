package io.troupe.node.tick;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** A source whose every task counts: a number every {@code tick.millis}. */
public final class TickSource extends SourceConnector {

    private Map<String, String> settings = Map.of();

    static List<Map<String, String>> numbered(Map<String, String> settings, int tasks) {
        int shift = Integer.parseInt(settings.getOrDefault("tick.shift", "0"));
        return IntStream.range(0, tasks)
                .mapToObj(number -> {
                    Map<String, String> task = new HashMap<>(settings);
                    task.keySet().removeIf(key -> !key.startsWith("tick."));
                    task.put("number", Integer.toString(number));
                    task.put("tick.part", Integer.toString(Math.floorMod(number + shift, tasks)));
                    task.put("tick.name", settings.getOrDefault("name", ""));
                    return task;
                })
                .toList();
    }

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
        settings = new HashMap<>(props);
        settings.put("tick.name", props.getOrDefault("name", ""));
        RunLog.note(settings, "-", "start");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TickSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return numbered(settings, maxTasks);
    }

    @Override
    public void stop() {
        RunLog.note(settings, "-", "stop");
    }
}
