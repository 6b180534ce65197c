package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.MarkPosition;
import io.troupe.worker.LastingFailures;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is found of marks among all that the offsets topic has. */
class MarkReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("connect-offsets", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    private Map<Integer, CommittedMark> read(long end, @Nullable MarkPosition from) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        return new MarkReader(Transacting.MARKS, consumer).read(Map.of(PARTITION, end), from);
    }

    private void add(long offset, String key, String value) {
        consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8)));
    }

    private void mark(long offset, int task, String mark) {
        ProducerRecord<byte[], byte[]> record = Transacting.MARKS.record(task, mark, 2);
        add(
                offset,
                new String(record.key(), StandardCharsets.UTF_8),
                new String(record.value(), StandardCharsets.UTF_8));
    }

    @Test
    void theLastMarkOfEachTaskCounts() {
        consumer.schedulePollTask(() -> {
            mark(0, 0, "1-a");
            mark(1, 12, "4-b");
            mark(2, 0, "2-a");
        });
        assertThat(read(3, null))
                .isEqualTo(Map.of(
                        0, new CommittedMark("2-a", new MarkPosition(1, 2)),
                        12, new CommittedMark("4-b", new MarkPosition(1, 1))));
    }

    @Test
    void whatOthersHaveThereIsNone() {
        consumer.schedulePollTask(() -> {
            add(0, "[\"orders\",{\"file\":\"a\"}]", "{\"position\":1}");
            add(1, "[\"troupe transactions of h\",{\"connector\":\"orders\",\"task\":0}]", "{\"mark\":\"9-a\"}");
            add(2, "[\"troupe transactions of g\",{\"connector\":\"orders2\",\"task\":0}]", "{\"mark\":\"9-a\"}");
            add(3, "[\"troupe transactions of g\",{\"connector\":\"orders\",\"task\":0}]", "nonsense");
        });
        assertThat(read(4, null)).isEmpty();
    }

    @Test
    void itIsLookedForFromWhereItIsKnownToBe() {
        consumer.schedulePollTask(() -> mark(7, 0, "5-a"));
        assertThat(read(8, new MarkPosition(1, 7))).containsKey(0);
    }

    @Test
    void aTopicThatEndsBeforeThatIsANewOne() {
        consumer.schedulePollTask(() -> mark(0, 0, "1-a"));
        assertThat(read(1, new MarkPosition(1, 7))).containsKey(0);
    }

    @Test
    void aMissingRightIsNamedAndLasts() {
        consumer.schedulePollTask(() -> {
            throw new TopicAuthorizationException(Set.of("connect-offsets"));
        });
        assertThatThrownBy(() -> read(1, null))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("READ on topic connect-offsets")
                .satisfies(
                        failure -> assertThat(LastingFailures.include(failure)).isTrue());
    }
}
