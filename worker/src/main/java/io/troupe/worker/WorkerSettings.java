package io.troupe.worker;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.troupe.persistence.Ordered;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this module reads from a worker's properties file; keys, defaults and limits as in contract/worker-configs.json.
 *
 * @param properties the whole file: clients and converters find their own settings in it by prefix
 * @param workerId host and port under which other workers and users reach this worker's REST API
 * @param offsetFlushInterval time between two commits of a task
 * @param offsetFlushTimeout how long a commit may take before it counts as failed
 * @param gracefulShutdownTimeout how long a task may take to stop before it is abandoned
 * @param topicCreation whether connectors may have their topics made by {@code topic.creation.*}
 * @param exactlyOnce whether source tasks write in transactions
 */
public record WorkerSettings(
        Map<String, String> properties,
        String workerId,
        String groupId,
        Duration offsetFlushInterval,
        Duration offsetFlushTimeout,
        Duration gracefulShutdownTimeout,
        boolean topicCreation,
        boolean exactlyOnce) {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSettings.class);
    private static final String EXACTLY_ONCE = "exactly.once.source.support";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    "bootstrap.servers",
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    HIGH,
                    "Brokers to find the cluster by.")
            .define(
                    "group.id",
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new NonEmptyString(),
                    HIGH,
                    "Name of the group of workers.")
            .define(
                    "key.converter",
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    HIGH,
                    "Default converter of keys.")
            .define(
                    "value.converter",
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    HIGH,
                    "Default converter of values.")
            .define(
                    "header.converter",
                    ConfigDef.Type.STRING,
                    "org.apache.kafka.connect.storage.SimpleHeaderConverter",
                    LOW,
                    "Default converter of headers.")
            .define("offset.flush.interval.ms", ConfigDef.Type.LONG, 60_000L, LOW, "Time between two commits.")
            .define("offset.flush.timeout.ms", ConfigDef.Type.LONG, 5_000L, LOW, "Limit of one commit.")
            .define("task.shutdown.graceful.timeout.ms", ConfigDef.Type.LONG, 5_000L, LOW, "Limit of a task's stop.")
            .define(
                    "topic.creation.enable",
                    ConfigDef.Type.BOOLEAN,
                    true,
                    LOW,
                    "Whether connectors may describe the topics they need.")
            .define(
                    EXACTLY_ONCE,
                    ConfigDef.Type.STRING,
                    "disabled",
                    ConfigDef.CaseInsensitiveValidString.in("disabled", "preparing", "enabled"),
                    HIGH,
                    "Whether source tasks write in transactions; preparing is for a cluster that will.");

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is missing or invalid; the message names it */
    public static WorkerSettings of(Map<String, String> properties, String workerId) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        return new WorkerSettings(
                Ordered.copyOf(properties),
                workerId,
                config.getString("group.id"),
                atLeast(1, config, "offset.flush.interval.ms"),
                atLeast(1, config, "offset.flush.timeout.ms"),
                atLeast(0, config, "task.shutdown.graceful.timeout.ms"),
                config.getBoolean("topic.creation.enable"),
                config.getString(EXACTLY_ONCE).equalsIgnoreCase("enabled"));
    }

    /** The original starts with any number. */
    private static Duration atLeast(long millis, AbstractConfig config, String key) {
        long wanted = config.getLong(key);
        if (wanted < millis) {
            LOG.warn("{}={} is taken for {}, which is the least", key, wanted, millis);
        }
        return Duration.ofMillis(Math.max(wanted, millis));
    }

    /** Whether {@code exactly.once.source.support} is enabled; disabled and preparing are not. */
    public static boolean runsSourcesExactlyOnce(Map<String, String> properties) {
        return "enabled"
                .equalsIgnoreCase(properties
                        .getOrDefault("exactly.once.source.support", "disabled")
                        .trim());
    }

    public String bootstrapServers() {
        return properties.getOrDefault("bootstrap.servers", "");
    }

    /** The file can hold passwords. */
    @Override
    public String toString() {
        return "WorkerSettings[workerId=" + workerId + ", groupId=" + groupId + "]";
    }
}
