package io.troupe.bench.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What a ticking task is told.
 *
 * @param folder where tasks note what they do
 * @param number of the task
 */
public record TickSettings(String connector, Path folder, int number) {
    public static final String FOLDER = "tick.folder";
    public static final String TOPIC = "tick.topic";
    public static final String INTERVAL = "tick.interval.ms";

    private static final String NUMBER = "tick.number";

    static final ConfigDef SINK = new ConfigDef()
            .define(FOLDER, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where tasks note what they do.");

    static final ConfigDef SOURCE = new ConfigDef(SINK)
            .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where the numbers go.")
            .define(INTERVAL, ConfigDef.Type.LONG, 20L, ConfigDef.Importance.LOW, "Time between two numbers.");

    static TickSettings of(Map<String, String> config) {
        return new TickSettings(
                MeasuringSettings.required(config, "name"),
                Path.of(MeasuringSettings.required(config, FOLDER)),
                Integer.parseInt(MeasuringSettings.required(config, NUMBER)));
    }

    static List<Map<String, String>> numbered(Map<String, String> config, int tasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            Map<String, String> each = new HashMap<>(config);
            each.put(NUMBER, Integer.toString(task));
            configs.add(each);
        }
        return configs;
    }

    /** The file to which a task appends a line for each record. */
    Path notes() {
        return folder.resolve(connector + "-" + number + ".notes");
    }

    /** Starts and stops of all tasks of the connector. */
    Path lives() {
        return folder.resolve(connector + ".lives");
    }
}
