package io.troupe.worker.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.worker.offset.OffsetsRequest.Change;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users write for a sink's partitions; the texts are checked by contract/rest/offsets-sink.json. */
class SinkPartitionsTest {

    private static final String PARTITION = "{\"kafka_topic\":\"t\",\"kafka_partition\":1}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"kafka_topic\":\"t\",\"kafka_partition\":1}; {\"kafka_offset\":5000000000}",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":\"1\",\"x\":{}}; {\"kafka_offset\":\"5000000000\",\"x\":[]}",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":1}; {\"kafka_offset\":5000000000,\"x\":99999999999999999999}"
            })
    void numbersMayBeTextAndOtherKeysDoNotCount(String partition, String offset) {
        assertThat(SinkPartitions.parse(List.of(new Change(partition, offset))))
                .containsExactly(Map.entry(new TopicPartition("t", 1), 5_000_000_000L));
    }

    @Test
    void theLastWordOnAPartitionCounts() {
        Change first = new Change(PARTITION, "{\"kafka_offset\":1}");

        assertThat(SinkPartitions.parse(List.of(first, new Change(PARTITION, null))))
                .hasSize(1)
                .containsEntry(new TopicPartition("t", 1), null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"kafka_topic\":\"t\",\"kafka_partition\":2147483648}; {\"kafka_offset\":1}; 2147483648",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":true}; {\"kafka_offset\":1}; true",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":1}; {\"kafka_offset\":9223372036854775808}; '9223372036854775808'",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":1}; {\"kafka_offset\":99999999999999999999}; '99999999999999999999'",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":-99999999999999999999}; {\"kafka_offset\":1}; -99999999999999999999",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":1}; {\"kafka_offset\":1e2}; 100.0",
                "{\"kafka_topic\":\"t\",\"kafka_partition\":1}; {}; kafka_offset",
                "{}; {\"kafka_offset\":1}; kafka_topic"
            })
    void whatIsMissingOrNoIntegerIsRefused(String partition, String offset, String named) {
        assertThatExceptionOfType(InvalidOffsets.class)
                .isThrownBy(() -> SinkPartitions.parse(List.of(new Change(partition, offset))))
                .withMessageContaining(named);
    }

    @Test
    void answersNameThePartitionFirst() {
        PartitionOffset written = SinkPartitions.written(new TopicPartition("t", 1), 7);

        assertThat(written.partition()).containsExactly(Map.entry("kafka_partition", 1), Map.entry("kafka_topic", "t"));
        assertThat(written.offset()).containsExactly(Map.entry("kafka_offset", 7L));
    }
}
