package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TopicGroupsTest {

    private static Map<String, String> config(String... pairs) {
        Map<String, String> config = new HashMap<>(Map.of(
                "topic.creation.default.replication.factor", "1",
                "topic.creation.default.partitions", "3"));
        for (int i = 0; i < pairs.length; i += 2) {
            config.put("topic.creation." + pairs[i], pairs[i + 1]);
        }
        return config;
    }

    private static NewTopic described(String topic, String... pairs) {
        return TopicGroups.of(config(pairs), true).orElseThrow().describe(topic);
    }

    private static String refusal(Map<String, String> config) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> TopicGroups.of(config, true));
        return String.valueOf(refusal.getMessage());
    }

    @Test
    void withoutSettingsOrWithoutTheWorkersLeaveTheBrokerDecides() {
        assertThat(TopicGroups.of(Map.of("topics", "t"), true)).isEmpty();
        assertThat(TopicGroups.of(config(), false)).isEmpty();
    }

    @Test
    void theDefaultGroupTakesEveryTopic() {
        assertThat(described("anything")).isEqualTo(new NewTopic("anything", 3, (short) 1).configs(Map.of()));
    }

    @Test
    void theFirstGroupThatTakesATopicDescribesIt() {
        String[] groups = {
            "groups", "big, compact",
            "big.include", "big-.*, huge",
            "big.exclude", "big-not",
            "big.partitions", "9",
            "compact.include", ".*-not, big-too",
            "compact.replication.factor", "-1",
            "compact.cleanup.policy", "compact"
        };
        assertThat(described("big-too", groups).numPartitions()).isEqualTo(9);
        assertThat(described("huge", groups).numPartitions()).isEqualTo(9);
        NewTopic not = described("big-not", groups);
        assertThat(not.configs()).isEqualTo(Map.of("cleanup.policy", "compact"));
        assertThat(not.numPartitions()).isEqualTo(3);
        assertThat(not.replicationFactor()).as("the broker's default").isEqualTo((short) -1);
        assertThat(described("other", groups).numPartitions()).isEqualTo(3);
    }

    @Test
    void whatAGroupLeavesOutIsTheDefaultGroups() {
        String[] groups = {
            "groups", "cdc",
            "cdc.include", "cdc-.*",
            "cdc.cleanup.policy", "compact",
            "default.partitions", "5",
            "default.replication.factor", "2",
            "default.retention.ms", "1000"
        };

        assertThat(described("cdc-orders", groups))
                .isEqualTo(new NewTopic("cdc-orders", 5, (short) 2).configs(Map.of("cleanup.policy", "compact")));
        assertThat(described("other", groups))
                .isEqualTo(new NewTopic("other", 5, (short) 2).configs(Map.of("retention.ms", "1000")));
    }

    @Test
    void theDefaultGroupComesLastWhereverItIsNamed() {
        String[] groups = {
            "groups", "default, cdc, default, cdc",
            "default.include", "[",
            "default.exclude", ".*",
            "cdc.include", "cdc-.*",
            "cdc.partitions", "2"
        };

        assertThat(described("cdc-orders", groups).numPartitions()).isEqualTo(2);
        assertThat(described("other", groups).numPartitions()).isEqualTo(3);
    }

    @Test
    void whatIsMissingOrWrongIsNamedAsInTheContract() {
        assertThat(refusal(Map.of("topic.creation.groups", "big", "topic.creation.big.include", "b.*")))
                .isEqualTo("Missing required configuration \"topic.creation.default.replication.factor\""
                        + " which has no default value.");
        assertThat(refusal(config("default.partitions", "0")))
                .isEqualTo("Invalid value 0 for configuration partitions: Number of partitions must be positive, or -1"
                        + " to use the broker's default");
        assertThat(refusal(config("groups", "a", "a.include", "["))).contains("topic.creation.a.include");
    }
}
