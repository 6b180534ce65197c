package io.troupe.plugins.bridge;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** Methods that producers had before Kafka 4; plugins that produce by themselves call them. */
public final class FormerProducer {

    private FormerProducer() {}

    @SuppressWarnings("removal") // of a group, nothing but its name is known
    public static void sendOffsetsToTransaction(
            Producer<?, ?> producer, Map<TopicPartition, OffsetAndMetadata> offsets, String group) {
        producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(group));
    }

    public static void close(Producer<?, ?> producer, long timeout, TimeUnit unit) {
        producer.close(Duration.ofMillis(unit.toMillis(timeout)));
    }
}
