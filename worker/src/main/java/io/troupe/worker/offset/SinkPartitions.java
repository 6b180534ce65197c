package io.troupe.worker.offset;

import io.troupe.persistence.offset.OffsetJson;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How a sink's offsets are written in requests and answers: contract/rest/offsets-sink.json. */
final class SinkPartitions {

    private static final String TOPIC = "kafka_topic";
    private static final String PARTITION = "kafka_partition";
    private static final String OFFSET = "kafka_offset";

    private SinkPartitions() {}

    /**
     * What is asked for; of a partition that is there twice, the last one counts.
     *
     * @throws InvalidOffsets when something is missing or no number
     */
    static Map<TopicPartition, @Nullable Long> parse(List<OffsetsRequest.Change> changes) {
        Map<TopicPartition, @Nullable Long> offsets = new LinkedHashMap<>();
        for (OffsetsRequest.Change change : changes) {
            offsets.put(partition(change.partition()), offset(change.offset()));
        }
        return offsets;
    }

    static PartitionOffset written(TopicPartition partition, long offset) {
        Map<String, @Nullable Object> where = new LinkedHashMap<>();
        where.put(PARTITION, partition.partition());
        where.put(TOPIC, partition.topic());
        Map<String, @Nullable Object> reached = new HashMap<>();
        reached.put(OFFSET, offset);
        return new PartitionOffset(where, reached);
    }

    private static TopicPartition partition(@Nullable String text) {
        if (text == null) {
            throw new InvalidOffsets("The partition for a sink connector offset cannot be null or missing");
        }
        Map<String, @Nullable Object> given = OffsetJson.readAsWritten(text);
        if (!given.containsKey(TOPIC) || !given.containsKey(PARTITION)) {
            throw new InvalidOffsets("The partition for a sink connector offset must contain the keys '" + TOPIC
                    + "' and '" + PARTITION + "'");
        }
        Object topic = given.get(TOPIC);
        if (topic == null) {
            throw new InvalidOffsets("Kafka topic names must be valid strings and may not be null");
        }
        Object number = given.get(PARTITION);
        if (number == null) {
            throw new InvalidOffsets("Kafka partitions must be valid numbers and may not be null");
        }
        try {
            return new TopicPartition(topic.toString(), Integer.parseInt(number.toString()));
        } catch (NumberFormatException e) {
            throw noInteger("partition", "Partition", number);
        }
    }

    private static @Nullable Long offset(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Map<String, @Nullable Object> given = OffsetJson.readAsWritten(text);
        if (!given.containsKey(OFFSET)) {
            throw new InvalidOffsets(
                    "The offset for a sink connector should either be null or contain the key '" + OFFSET + "'");
        }
        Object number = given.get(OFFSET);
        try {
            return Long.parseLong(String.valueOf(number));
        } catch (NumberFormatException e) {
            throw noInteger("offset", "Offset", number);
        }
    }

    private static InvalidOffsets noInteger(String what, String kind, @Nullable Object value) {
        return new InvalidOffsets("Failed to parse the following Kafka " + what + " value in the provided offsets: '"
                + value + "'. " + kind + " values for sink connectors need to be integers.");
    }
}
