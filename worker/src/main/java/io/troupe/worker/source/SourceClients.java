package io.troupe.worker.source;

import io.troupe.worker.kafka.TopicCreation;
import io.troupe.worker.task.ActiveTopics;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * What a source loop works with beside its plugins.
 *
 * @param topics makes topics before the first record goes there
 * @param threads where commits run
 * @param activeTopics notes where records were written to
 * @param latestConfig the task's settings, resolved anew at each call
 */
public record SourceClients(
        Producer<byte[], byte[]> producer,
        TopicCreation topics,
        SourceOffsets offsets,
        CommitThreads threads,
        ActiveTopics activeTopics,
        Supplier<Map<String, String>> latestConfig) {}
