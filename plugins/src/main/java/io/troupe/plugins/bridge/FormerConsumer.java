package io.troupe.plugins.bridge;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Methods that consumers had before Kafka 4; plugins that consume by themselves call them. */
public final class FormerConsumer {

    private FormerConsumer() {}

    /** Returns after that many ms at the latest; it used to wait for its partitions for as long as that took. */
    public static <K, V> ConsumerRecords<K, V> poll(Consumer<K, V> consumer, long timeoutMs) {
        return consumer.poll(Duration.ofMillis(timeoutMs));
    }

    public static @Nullable OffsetAndMetadata committed(Consumer<?, ?> consumer, TopicPartition partition) {
        return consumer.committed(Set.of(partition)).get(partition);
    }

    public static @Nullable OffsetAndMetadata committed(
            Consumer<?, ?> consumer, TopicPartition partition, Duration timeout) {
        return consumer.committed(Set.of(partition), timeout).get(partition);
    }

    public static void close(Consumer<?, ?> consumer, long timeout, TimeUnit unit) {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(unit.toMillis(timeout))));
    }
}
