package io.troupe.worker.errors;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

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

    private static final String GROUP = "Error Handling";

    private static final ConfigDef DEFINITION = defineSink(define(new ConfigDef()));

    /** Adds what every connector has. */
    public static ConfigDef define(ConfigDef others) {
        return others.define(
                        "errors.retry.timeout",
                        ConfigDef.Type.LONG,
                        0L,
                        MEDIUM,
                        "How long one record is tried again, in milliseconds; -1 for ever.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Retry Timeout for Errors")
                .define(
                        "errors.retry.delay.max.ms",
                        ConfigDef.Type.LONG,
                        60_000L,
                        MEDIUM,
                        "Longest wait before one more try, in milliseconds.",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "Maximum Delay Between Retries for Errors")
                .define(
                        "errors.tolerance",
                        ConfigDef.Type.STRING,
                        "none",
                        ConfigDef.ValidString.in("none", "all"),
                        MEDIUM,
                        "What happens to records that fail: none fails the task, all skips them.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Error Tolerance")
                .define(
                        "errors.log.enable",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Notes failed records in the log.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Log Errors")
                .define(
                        "errors.log.include.messages",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Notes topic, partition, offset and time of failed records, too.",
                        GROUP,
                        5,
                        Width.SHORT,
                        "Log Error Details");
    }

    /** Adds what sinks have besides. */
    public static ConfigDef defineSink(ConfigDef others) {
        return others.define(
                        "errors.deadletterqueue.topic.name",
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "Topic for records that failed; empty for none.",
                        GROUP,
                        6,
                        Width.MEDIUM,
                        "Dead Letter Queue Topic Name")
                .define(
                        "errors.deadletterqueue.topic.replication.factor",
                        ConfigDef.Type.SHORT,
                        (short) 3,
                        MEDIUM,
                        "Replicas of that topic when it has to be made.",
                        GROUP,
                        7,
                        Width.MEDIUM,
                        "Dead Letter Queue Topic Replication Factor")
                .define(
                        "errors.deadletterqueue.context.headers.enable",
                        ConfigDef.Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Adds to each dead letter what happened.",
                        GROUP,
                        8,
                        Width.MEDIUM,
                        "Enable Error Context Headers");
    }

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is invalid; the message names it */
    public static ErrorSettings of(Map<String, String> config) {
        AbstractConfig all = new AbstractConfig(DEFINITION, config, false);
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
