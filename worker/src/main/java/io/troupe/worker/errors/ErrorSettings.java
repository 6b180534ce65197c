package io.troupe.worker.errors;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * A connector's {@code errors.*}: keys, defaults and limits as in contract/connector-configs.json.
 *
 * @param tolerateAll skips records that fail, instead of failing the task
 * @param retryTimeout how long one record may be tried again; zero for not at all, {@link #FOR_EVER}
 * @param retryDelayMax longest wait before one more try
 * @param log notes failed records in the log
 * @param logMessages notes their places, too
 * @param deadLetterTopic empty for none
 * @param deadLetterReplication of that topic when it has to be made
 * @param deadLetterHeaders adds to each dead letter what happened
 */
public record ErrorSettings(
        boolean tolerateAll,
        Duration retryTimeout,
        Duration retryDelayMax,
        boolean log,
        boolean logMessages,
        String deadLetterTopic,
        short deadLetterReplication,
        boolean deadLetterHeaders) {

    /** How {@code errors.retry.timeout=-1} is kept: longer than anybody waits. */
    public static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE / 1_000_000);

    public static final ConfigDef DEFINITION = withTolerance(new ConfigDef())
            .define(
                    "errors.retry.timeout",
                    ConfigDef.Type.LONG,
                    0L,
                    MEDIUM,
                    "How long one record is tried again, in milliseconds; -1 for ever.")
            .define(
                    "errors.retry.delay.max.ms",
                    ConfigDef.Type.LONG,
                    60_000L,
                    MEDIUM,
                    "Longest wait before one more try, in milliseconds.")
            .define("errors.log.enable", ConfigDef.Type.BOOLEAN, false, MEDIUM, "Notes failed records in the log.")
            .define(
                    "errors.log.include.messages",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    MEDIUM,
                    "Notes topic, partition, offset and time of failed records, too.");

    /** What sinks have besides. */
    public static final ConfigDef SINK_DEFINITION = new ConfigDef(DEFINITION)
            .define(
                    "errors.deadletterqueue.topic.name",
                    ConfigDef.Type.STRING,
                    "",
                    MEDIUM,
                    "Topic for records that failed; empty for none.")
            .define(
                    "errors.deadletterqueue.topic.replication.factor",
                    ConfigDef.Type.SHORT,
                    (short) 3,
                    MEDIUM,
                    "Replicas of that topic when it has to be made.")
            .define(
                    "errors.deadletterqueue.context.headers.enable",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    MEDIUM,
                    "Adds to each dead letter what happened.");

    /** The one of these settings that is checked before a connector is taken. */
    public static ConfigDef withTolerance(ConfigDef others) {
        return others.define(
                "errors.tolerance",
                ConfigDef.Type.STRING,
                "none",
                ConfigDef.ValidString.in("none", "all"),
                MEDIUM,
                "What happens to records that fail: none fails the task, all skips them.");
    }

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is invalid; the message names it */
    public static ErrorSettings of(Map<String, String> config) {
        AbstractConfig all = new AbstractConfig(SINK_DEFINITION, config, false);
        long retry = all.getLong("errors.retry.timeout");
        return new ErrorSettings(
                "all".equals(all.getString("errors.tolerance")),
                retry < 0 ? FOR_EVER : Duration.ofMillis(retry),
                Duration.ofMillis(Math.max(1, all.getLong("errors.retry.delay.max.ms"))),
                all.getBoolean("errors.log.enable"),
                all.getBoolean("errors.log.include.messages"),
                all.getString("errors.deadletterqueue.topic.name").trim(),
                all.getShort("errors.deadletterqueue.topic.replication.factor"),
                all.getBoolean("errors.deadletterqueue.context.headers.enable"));
    }

    public boolean hasDeadLetters() {
        return !deadLetterTopic.isEmpty();
    }
}
