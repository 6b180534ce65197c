package io.troupe.worker.kafka;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.troupe.worker.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * How the topics of a source connector are made: {@code topic.creation.*}, group by group in their order, the default
 * group last (contract/behaviours.md, section 9; keys in contract/connector-configs.json).
 */
public record TopicGroups(List<Group> groups) {

    private static final String PREFIX = "topic.creation.";
    private static final String DEFAULT = "default";
    private static final Set<String> OWN = Set.of("include", "exclude", "replication.factor", "partitions");

    private static final String PARTITIONS_RULE =
            "Number of partitions must be positive, or -1 to use the broker's default";
    private static final String REPLICAS_RULE = "Replication factor must be positive and not larger than the number of"
            + " brokers in the Kafka cluster, or -1 to use the broker's default";

    /** @param configs topic settings; partitions and replicas of -1 leave the choice to the broker */
    public record Group(
            String name,
            List<Pattern> include,
            List<Pattern> exclude,
            int partitions,
            short replicas,
            Map<String, String> configs) {

        boolean takes(String topic) {
            return matches(include, topic) && !matches(exclude, topic);
        }

        private static boolean matches(List<Pattern> patterns, String topic) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(topic).matches());
        }
    }

    public TopicGroups {
        groups = List.copyOf(groups);
    }

    /**
     * The groups of a connector; none when it has no {@code topic.creation.} setting or the worker does not allow them.
     *
     * @throws ConfigException when a setting is missing or invalid; the message names it
     */
    public static Optional<TopicGroups> of(Map<String, String> connector, boolean enabledByWorker) {
        if (!enabledByWorker || connector.keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
            return Optional.empty();
        }
        List<Group> groups = new ArrayList<>();
        for (String name : Settings.list(connector.get(PREFIX + "groups"))) {
            groups.add(group(name, connector));
        }
        groups.add(group(DEFAULT, connector));
        return Optional.of(new TopicGroups(groups));
    }

    /** The topic as the first group describes it that takes it. */
    NewTopic describe(String topic) {
        Group group = groups.stream()
                .filter(each -> each.name().equals(DEFAULT) || each.takes(topic))
                .findFirst()
                .orElseThrow();
        Optional<Integer> partitions = Optional.of(group.partitions()).filter(count -> count > 0);
        Optional<Short> replicas = Optional.of(group.replicas()).filter(count -> count > 0);
        return new NewTopic(topic, partitions, replicas).configs(group.configs());
    }

    private static Group group(String name, Map<String, String> connector) {
        String prefix = PREFIX + name + ".";
        AbstractConfig config = new AbstractConfig(definition(name, prefix), connector, false);
        Map<String, String> topicConfigs = new HashMap<>(Settings.under(connector, prefix));
        topicConfigs.keySet().removeAll(OWN);
        return new Group(
                name,
                patterns(prefix + "include", config),
                patterns(prefix + "exclude", config),
                config.getInt(prefix + "partitions"),
                config.getShort(prefix + "replication.factor"),
                topicConfigs);
    }

    private static ConfigDef definition(String name, String prefix) {
        boolean isDefault = name.equals(DEFAULT);
        Object number = isDefault ? ConfigDef.NO_DEFAULT_VALUE : -1;
        Object few = isDefault ? ConfigDef.NO_DEFAULT_VALUE : (short) -1;
        return new ConfigDef()
                .define(
                        prefix + "replication.factor",
                        ConfigDef.Type.SHORT,
                        few,
                        ConfigDef.LambdaValidator.with(
                                (key, value) -> checkCount("replication.factor", value, REPLICAS_RULE),
                                () -> "-1 or >= 1"),
                        LOW,
                        "Replicas of topics of this group.")
                .define(
                        prefix + "partitions",
                        ConfigDef.Type.INT,
                        number,
                        ConfigDef.LambdaValidator.with(
                                (key, value) -> checkCount("partitions", value, PARTITIONS_RULE), () -> "-1 or >= 1"),
                        LOW,
                        "Partitions of topics of this group.")
                .define(prefix + "include", ConfigDef.Type.LIST, isDefault ? ".*" : "", LOW, "Topics of this group.")
                .define(prefix + "exclude", ConfigDef.Type.LIST, "", LOW, "Topics that are not of this group.");
    }

    /** Texts and short key as in contract/rest/failed.json. */
    private static void checkCount(String key, Object value, String rule) {
        long count = ((Number) value).longValue();
        if (count != -1 && count < 1) {
            throw new ConfigException(key, value, rule);
        }
    }

    private static List<Pattern> patterns(String key, AbstractConfig config) {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : config.getList(key)) {
            try {
                patterns.add(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                throw new ConfigException(key, text, "is no regular expression: " + e.getMessage());
            }
        }
        return patterns;
    }
}
