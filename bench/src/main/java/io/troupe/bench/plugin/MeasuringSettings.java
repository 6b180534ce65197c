package io.troupe.bench.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What a measuring connector is told.
 *
 * @param warmUp how many of the first records do not count
 * @param total  of all tasks, with the warm-up
 */
public record MeasuringSettings(Path result, long warmUp, long total) {
    public static final String RESULT = "measuring.result.file";
    public static final String WARM_UP = "measuring.warm.up.records";
    public static final String TOTAL = "measuring.records";
    public static final String PAYLOAD = "measuring.payload";
    public static final String TOPIC = "topic";

    private static final String SHARE = "measuring.share";

    static final ConfigDef SINK = new ConfigDef()
            .define(RESULT, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The file that gets the result.")
            .define(WARM_UP, ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "Records before the measurement begins.")
            .define(TOTAL, ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "Records of all tasks, with the warm-up.");

    static final ConfigDef SOURCE = new ConfigDef(SINK)
            .define(
                    PAYLOAD,
                    ConfigDef.Type.STRING,
                    ConfigDef.Importance.HIGH,
                    "What the values are: bytes, map or struct.")
            .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where the records go.");

    static MeasuringSettings of(Map<String, String> config) {
        return new MeasuringSettings(
                Path.of(required(config, RESULT)),
                Long.parseLong(required(config, WARM_UP)),
                Long.parseLong(required(config, TOTAL)));
    }

    static Payload payload(Map<String, String> config) {
        return Payload.valueOf(required(config, PAYLOAD).toUpperCase(Locale.ROOT));
    }

    static long share(Map<String, String> config) {
        return Long.parseLong(required(config, SHARE));
    }

    static String required(Map<String, String> config, String key) {
        String value = config.get(key);
        if (value == null) {
            throw new IllegalArgumentException("Missing setting " + key);
        }
        return value;
    }

    /** Every task gets the same share of the records, the first one what does not divide evenly. */
    static List<Map<String, String>> shared(Map<String, String> config, int tasks) {
        long total = of(config).total();
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            Map<String, String> each = new HashMap<>(config);
            each.put(SHARE, Long.toString(total / tasks + (task == 0 ? total % tasks : 0)));
            configs.add(each);
        }
        return configs;
    }
}
