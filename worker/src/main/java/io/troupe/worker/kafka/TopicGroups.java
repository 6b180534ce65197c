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
 * How the topics of a source connector are made: {@code topic.creation.*}, group by group in their order
 * (contract/behaviours.md, section 9; keys in contract/connector-configs.json).
 *
 * @param groups as named, without the default one
 * @param rest the default group, which is always there: whatever no other one takes
 */
public record TopicGroups(List<Group> groups, Group rest) {

    private static final String PREFIX = "topic.creation.";
    private static final String DEFAULT = "default";
    private static final String PARTITIONS = "partitions";
    private static final String REPLICAS = "replication.factor";
    private static final Set<String> OWN = Set.of("include", "exclude", REPLICAS, PARTITIONS);

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
        Group rest = rest(connector);
        List<Group> groups = Settings.list(connector.get(PREFIX + "groups")).stream()
                .filter(name -> !name.equals(DEFAULT))
                .distinct()
                .map(name -> group(name, connector, rest))
                .toList();
        return Optional.of(new TopicGroups(groups, rest));
    }

    /** The topic as the first group describes it that takes it. */
    NewTopic describe(String topic) {
        Group group =
                groups.stream().filter(each -> each.takes(topic)).findFirst().orElse(rest);
        Optional<Integer> partitions = Optional.of(group.partitions()).filter(count -> count > 0);
        Optional<Short> replicas = Optional.of(group.replicas()).filter(count -> count > 0);
        return new NewTopic(topic, partitions, replicas).configs(group.configs());
    }

    /** Which topics it takes is not up to its settings. */
    private static Group rest(Map<String, String> connector) {
        String prefix = PREFIX + DEFAULT + ".";
        AbstractConfig config = new AbstractConfig(
                counts(prefix, ConfigDef.NO_DEFAULT_VALUE, ConfigDef.NO_DEFAULT_VALUE), connector, false);
        return group(DEFAULT, connector, config, List.of(), List.of());
    }

    /** Partitions and replicas that it does not name are those of the default group; other settings are the broker's. */
    private static Group group(String name, Map<String, String> connector, Group rest) {
        String prefix = PREFIX + name + ".";
        ConfigDef definition = counts(prefix, rest.replicas(), rest.partitions())
                .define(prefix + "include", ConfigDef.Type.LIST, "", LOW, "Topics of this group.")
                .define(prefix + "exclude", ConfigDef.Type.LIST, "", LOW, "Topics that are not of this group.");
        AbstractConfig config = new AbstractConfig(definition, connector, false);
        return group(
                name, connector, config, patterns(prefix + "include", config), patterns(prefix + "exclude", config));
    }

    private static Group group(
            String name,
            Map<String, String> connector,
            AbstractConfig config,
            List<Pattern> include,
            List<Pattern> exclude) {
        String prefix = PREFIX + name + ".";
        Map<String, String> topicConfigs = new HashMap<>(Settings.under(connector, prefix));
        topicConfigs.keySet().removeAll(OWN);
        return new Group(
                name,
                include,
                exclude,
                config.getInt(prefix + PARTITIONS),
                config.getShort(prefix + REPLICAS),
                topicConfigs);
    }

    private static ConfigDef counts(String prefix, Object replicas, Object partitions) {
        return new ConfigDef()
                .define(
                        prefix + REPLICAS,
                        ConfigDef.Type.SHORT,
                        replicas,
                        ConfigDef.LambdaValidator.with(
                                (key, value) -> checkCount(REPLICAS, value, REPLICAS_RULE), () -> "-1 or >= 1"),
                        LOW,
                        "Replicas of topics of this group.")
                .define(
                        prefix + PARTITIONS,
                        ConfigDef.Type.INT,
                        partitions,
                        ConfigDef.LambdaValidator.with(
                                (key, value) -> checkCount(PARTITIONS, value, PARTITIONS_RULE), () -> "-1 or >= 1"),
                        LOW,
                        "Partitions of topics of this group.");
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
