package io.troupe.worker.connector.validation;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;

import io.troupe.worker.Settings;
import io.troupe.worker.errors.ErrorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** What sink connectors have besides: contract/connector-configs.json. */
final class SinkSettings {

    private static final String TOPICS = "topics";
    private static final String REGEX = "topics.regex";
    private static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";
    private static final String CONSUMER_GROUP = "consumer.override.group.id";

    private SinkSettings() {}

    static ConfigDef define(ConfigDef common) {
        common.define(
                        TOPICS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ValidList.anyNonDuplicateValues(true, false),
                        HIGH,
                        "Topics to read, by name.",
                        CommonSettings.GROUP,
                        4,
                        Width.LONG,
                        "Topics")
                .define(
                        REGEX,
                        ConfigDef.Type.STRING,
                        "",
                        LambdaValidator.with((key, value) -> pattern(key, value), () -> "a regular expression"),
                        HIGH,
                        "Topics to read, by a Java regular expression that their whole names match.",
                        CommonSettings.GROUP,
                        4,
                        Width.LONG,
                        "Topics regex");
        return ErrorSettings.defineSink(common);
    }

    /** What one setting alone does not show: which topics are read, and where dead letters go. */
    static void check(Map<String, String> config, Map<String, ConfigValue> values) {
        String topics = config.get(TOPICS);
        String regex = config.get(REGEX);
        if (isSet(topics) == isSet(regex)) {
            String message = isSet(topics)
                    ? "topics and topics.regex are mutually exclusive options, but both are set."
                    : "Must configure one of topics or topics.regex";
            add(values, TOPICS, topics, message);
            add(values, REGEX, regex, message);
        }
        String deadLetters = config.get(DEAD_LETTERS);
        if (deadLetters != null && !deadLetters.isBlank()) {
            checkDeadLetters(deadLetters.trim(), topics, regex, values);
        }
    }

    private static void checkDeadLetters(
            String deadLetters, @Nullable String topics, @Nullable String regex, Map<String, ConfigValue> values) {
        List<String> read = Settings.list(topics).stream().distinct().toList();
        if (read.contains(deadLetters)) {
            add(
                    values,
                    TOPICS,
                    topics,
                    "The DLQ topic '" + deadLetters + "' may not be included in the list of topics ('topics=" + read
                            + "') consumed by the connector");
        }
        if (isSet(regex) && matches(regex, deadLetters)) {
            add(
                    values,
                    REGEX,
                    regex,
                    "The DLQ topic '" + deadLetters + "' may not be matched by the regex for the topics ('topics.regex="
                            + regex + "') consumed by the connector");
        }
    }

    /** Workers and consumers of the reference are members of groups in the same broker, which have to differ. */
    static void checkGroup(@Nullable String worker, Map<String, String> config, Map<String, ConfigValue> values) {
        if (config.containsKey(CONSUMER_GROUP)) {
            String group = config.get(CONSUMER_GROUP);
            ConfigValue value = values.computeIfAbsent(CONSUMER_GROUP, key -> unread(key, group));
            if (group != null && group.equals(worker)) {
                value.addErrorMessage("Consumer group " + group + " conflicts with Connect worker group " + worker);
            }
            return;
        }
        ConfigValue name = values.get("name");
        if (worker != null && name != null && worker.equals("connect-" + name.value())) {
            name.addErrorMessage("Consumer group for sink connector named " + name.value()
                    + " conflicts with Connect worker group " + worker);
        }
    }

    private static void add(Map<String, ConfigValue> values, String key, @Nullable String text, String message) {
        values.computeIfAbsent(key, name -> unread(name, text)).addErrorMessage(message);
    }

    private static ConfigValue unread(String key, @Nullable String text) {
        return new ConfigValue(key, text, List.of(), new ArrayList<>());
    }

    private static boolean isSet(@Nullable String setting) {
        return setting != null && !setting.isBlank();
    }

    private static boolean matches(@Nullable String regex, String topic) {
        try {
            return pattern(REGEX, regex).matcher(topic).matches();
        } catch (ConfigException reported) {
            return false;
        }
    }

    private static Pattern pattern(String key, @Nullable Object regex) {
        try {
            return Pattern.compile(String.valueOf(regex));
        } catch (PatternSyntaxException e) {
            throw new ConfigException(key, regex, "Invalid regex: " + e.getMessage());
        }
    }
}
