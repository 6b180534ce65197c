package io.troupe.worker.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records ready to be put, and where the consumer goes on once they were. */
record SinkBatch(List<SinkRecord> records, Map<TopicPartition, OffsetAndMetadata> next) {

    /** What is left when these partitions went elsewhere. */
    SinkBatch without(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> left = new HashMap<>(next);
        left.keySet().removeAll(partitions);
        return new SinkBatch(
                records.stream()
                        .filter(record -> left.containsKey(origin(record)))
                        .toList(),
                left);
    }

    private static TopicPartition origin(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
