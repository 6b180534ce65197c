package io.troupe.worker;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigValue;

/**
 * How what has failed is restarted: {@code troupe.restart.*} of the worker, or of a connector that wants it otherwise.
 *
 * @param enabled by {@code troupe.restart.policy}; without it, what has failed stays so, as in Kafka Connect
 * @param min how long the first restart waits; each further one waits twice as long
 * @param max how long they wait at most
 * @param reset after how much health the next failure counts as the first
 */
public record RestartSettings(boolean enabled, Duration min, Duration max, Duration reset) {

    private static final String PREFIX = "troupe.restart.";
    private static final String POLICY = PREFIX + "policy";
    private static final String MIN = PREFIX + "min.ms";
    private static final String MAX = PREFIX + "max.ms";
    private static final String RESET = PREFIX + "reset.ms";
    private static final String GROUP = "Restart";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    POLICY,
                    ConfigDef.Type.STRING,
                    "backoff",
                    ValidString.in("backoff", "none"),
                    LOW,
                    "Whether what has failed is restarted: backoff, or none.",
                    GROUP,
                    1,
                    Width.SHORT,
                    "Restart policy")
            .define(
                    MIN,
                    ConfigDef.Type.LONG,
                    1_000L,
                    atLeast(1),
                    LOW,
                    "Milliseconds until the first restart; each further one in a row takes twice as long.",
                    GROUP,
                    2,
                    Width.SHORT,
                    "First restart after")
            .define(
                    MAX,
                    ConfigDef.Type.LONG,
                    300_000L,
                    atLeast(1),
                    LOW,
                    "Most milliseconds until a restart, also when the first would take longer.",
                    GROUP,
                    3,
                    Width.SHORT,
                    "Restart at the latest after")
            .define(
                    RESET,
                    ConfigDef.Type.LONG,
                    600_000L,
                    atLeast(0),
                    LOW,
                    "Milliseconds of health after which the next failure is the first again.",
                    GROUP,
                    4,
                    Width.SHORT,
                    "Restarts forgotten after");

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is invalid; the message names it */
    public static RestartSettings of(Map<String, String> worker) {
        return of(new AbstractConfig(DEFINITION, worker, false));
    }

    private static RestartSettings of(AbstractConfig config) {
        return new RestartSettings(
                config.getString(POLICY).equals("backoff"),
                Duration.ofMillis(config.getLong(MIN)),
                Duration.ofMillis(config.getLong(MAX)),
                Duration.ofMillis(config.getLong(RESET)));
    }

    /** The connector's settings before these; what it has instead of a valid value has no effect. */
    public RestartSettings with(Map<String, String> connector) {
        Map<String, String> own = new HashMap<>();
        connector.forEach((key, value) -> {
            if (have(key)) {
                own.put(key, value);
            }
        });
        if (own.isEmpty()) {
            return this;
        }
        for (ConfigValue value : DEFINITION.validate(own)) {
            if (!value.errorMessages().isEmpty()) {
                own.remove(value.name());
            }
        }
        own.putIfAbsent(POLICY, enabled ? "backoff" : "none");
        own.putIfAbsent(MIN, Long.toString(min.toMillis()));
        own.putIfAbsent(MAX, Long.toString(max.toMillis()));
        own.putIfAbsent(RESET, Long.toString(reset.toMillis()));
        return of(new AbstractConfig(DEFINITION, own, false));
    }

    /** Whether a setting of this name is one of these. */
    public static boolean have(String key) {
        return key.startsWith(PREFIX);
    }

    /** Adds the settings that a connector's configuration has; the others are not shown to those who do not know them. */
    public static void define(ConfigDef definition, Map<String, String> connector) {
        for (ConfigDef.ConfigKey key : DEFINITION.configKeys().values()) {
            if (connector.containsKey(key.name)) {
                definition.define(key);
            }
        }
    }

    /** @param attempt counts restarts in a row, from 1 */
    public Duration delay(int attempt) {
        Duration delay = min;
        for (int doubled = 1; doubled < attempt && delay.compareTo(max) < 0; doubled++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(max) < 0 ? delay : max;
    }
}
