package io.troupe.worker.source;

import io.troupe.worker.kafka.TaskTransactions;
import io.troupe.worker.kafka.TopicCreation;
import io.troupe.worker.kafka.TransactionFence;
import io.troupe.worker.task.ActiveTopics;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an exactly-once source loop works with beside its plugins.
 *
 * @param topics makes topics before the first record goes there
 * @param offsets not opened yet
 * @param threads where a loop that was given up is closed
 * @param activeTopics notes where records were written to
 * @param latestConfig the task's settings, resolved anew at each call
 */
public record TransactionalClients(
        TaskTransactions transactions,
        TransactionFence fence,
        TopicCreation topics,
        RunOffsets offsets,
        CommitThreads threads,
        ActiveTopics activeTopics,
        Supplier<Map<String, String>> latestConfig) {}
