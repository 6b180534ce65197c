package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.worker.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class OffsetsTopicTest {

    private final SaidAdmin kafka = new SaidAdmin();

    private static OffsetsTopic topic(String... pairs) {
        Map<String, String> worker = new HashMap<>(
                Map.of("key.converter", "J", "value.converter", "J", "group.id", "g", "bootstrap.servers", "b:1"));
        for (int i = 0; i < pairs.length; i += 2) {
            worker.put(pairs[i], pairs[i + 1]);
        }
        return OffsetsTopic.of(WorkerSettings.of(worker, "w"), Map.of());
    }

    @Test
    void isNotMadeWhereNoneMayBe() {
        OffsetsTopic topic = topic("internal.topics.automatic.creation.enable", "false", "offset.storage.topic", "o");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> topic.ensure(kafka.admin))
                .withMessage("The offsets topic o is not there, and internal.topics.automatic.creation.enable is false:"
                        + " make it with cleanup.policy=compact");
        kafka.partitions.put("o", 7);
        assertThat(topic.ensure(kafka.admin)).isEqualTo(7);
    }

    @Test
    void isMadeElse() {
        assertThat(topic("offset.storage.topic", "o", "offset.storage.partitions", "3")
                        .ensure(kafka.admin))
                .isEqualTo(3);
    }

    @Test
    void isWaitedForUntilTheBrokersHaveHeardOfIt() {
        kafka.unheardOf.put("o", 2);

        assertThat(topic("offset.storage.topic", "o", "offset.storage.partitions", "3")
                        .ensure(kafka.admin))
                .isEqualTo(3);
    }
}
