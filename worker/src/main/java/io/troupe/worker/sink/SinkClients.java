package io.troupe.worker.sink;

import io.troupe.worker.errors.DeadLetters;
import io.troupe.worker.kafka.SinkGroup;
import io.troupe.worker.task.ActiveTopics;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a sink loop works with beside its plugins.
 *
 * @param group that the consumer is a member of
 * @param metadataMaxAge how long the consumer goes without looking for topics and partitions
 * @param deadLetters null when the connector has no dead letter queue
 * @param reporting whether the task may report records
 * @param activeTopics notes where records were read from
 * @param latestConfig the task's settings, resolved anew at each call
 */
public record SinkClients(
        Consumer<byte[], byte[]> consumer,
        SinkGroup group,
        Duration metadataMaxAge,
        @Nullable DeadLetters deadLetters,
        boolean reporting,
        ActiveTopics activeTopics,
        Supplier<Map<String, String>> latestConfig) {

    /** The earliest record of a partition that is not in the dead letter queue yet; null when there is none. */
    @Nullable
    Long firstUnsent(TopicPartition partition) {
        return deadLetters == null ? null : deadLetters.firstUnsent(partition);
    }
}
