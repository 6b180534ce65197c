package io.troupe.worker.connector.validation;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** What source connectors have besides: contract/connector-configs.json. */
final class SourceSettings {

    private static final String EXACTLY_ONCE = "Exactly Once Support";

    private SourceSettings() {}

    static ConfigDef define(ConfigDef common) {
        Range notNegative = Range.atLeast(0);
        return common.define(
                        "topic.creation.groups",
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.CompositeValidator.of(
                                new ConfigDef.NonNullValidator(),
                                LambdaValidator.with(CommonSettings::checkUnique, () -> "names that differ")),
                        LOW,
                        "Names of the groups that topics are made by, in their order; the group default is always there.",
                        "Topic Creation",
                        1,
                        Width.LONG,
                        "Topic Creation Groups")
                .define(
                        ExactlyOnceCheck.SUPPORT,
                        ConfigDef.Type.STRING,
                        "requested",
                        CaseInsensitiveValidString.in("REQUIRED", "REQUESTED"),
                        MEDIUM,
                        "required refuses the connector unless it and the worker support exactly-once; requested does not look.",
                        EXACTLY_ONCE,
                        2,
                        Width.SHORT,
                        "Exactly once support")
                .define(
                        ExactlyOnceCheck.BOUNDARY,
                        ConfigDef.Type.STRING,
                        "poll",
                        CaseInsensitiveValidString.in("INTERVAL", "POLL", "CONNECTOR"),
                        MEDIUM,
                        "Where a transaction ends: after each poll, after some time, or where the connector's tasks say so.",
                        EXACTLY_ONCE,
                        3,
                        Width.SHORT,
                        "Transaction Boundary")
                .define(
                        "transaction.boundary.interval.ms",
                        ConfigDef.Type.LONG,
                        null,
                        LambdaValidator.with(
                                (key, value) -> {
                                    if (value != null) {
                                        notNegative.ensureValid(key, value);
                                    }
                                },
                                notNegative::toString),
                        LOW,
                        "Milliseconds between two ends of transactions by interval; the worker's offset.flush.interval.ms"
                                + " when it is not set.",
                        EXACTLY_ONCE,
                        4,
                        Width.SHORT,
                        "Transaction boundary interval")
                .define(
                        "offsets.storage.topic",
                        ConfigDef.Type.STRING,
                        null,
                        new NonEmptyString(),
                        LOW,
                        "A topic of the connector's own for its offsets.",
                        "offsets.topic",
                        1,
                        Width.LONG,
                        "Offsets topic");
    }
}
