package io.troupe.worker.sink;

import io.troupe.worker.metrics.SinkMetrics;
import io.troupe.worker.metrics.TaskMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a sink task what is safe and commits that to its consumer group: contract/behaviours.md, section 4. */
final class SinkCommits {

    private static final Logger LOG = LoggerFactory.getLogger(SinkCommits.class);
    private static final long LETTERS_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SinkTask task;
    private final SinkClients clients;
    private final Consumer<byte[], byte[]> consumer;
    private final Positions positions;
    private final Duration timeout;
    private final TaskMetrics taskMetrics;
    private final SinkMetrics metrics;
    private long sequence;
    private boolean underWay;
    private long begunNanos;
    private long deadlineNanos;
    private long uncommitted;
    private volatile boolean abandoned;

    SinkCommits(SinkTask task, SinkClients clients, Positions positions, Duration timeout, TaskMetrics taskMetrics) {
        this.task = task;
        this.clients = clients;
        this.consumer = clients.consumer();
        this.positions = positions;
        this.timeout = timeout;
        this.taskMetrics = taskMetrics;
        this.metrics = taskMetrics.sink();
    }

    /** That many records more were put. */
    void put(int records) {
        uncommitted += records;
        metrics.uncommitted(uncommitted);
    }

    /** True while a commit may still be answered in time. */
    boolean underWay() {
        return underWay && System.nanoTime() - deadlineNanos < 0;
    }

    /**
     * Commits without waiting; a task that has no partitions is not asked. False when the task could not say what is
     * safe, whatever it threw: then it is rewound to what is.
     */
    @SuppressWarnings("CatchingThrowable")
    boolean commit() {
        if (positions.count() == 0) {
            taskMetrics.vitals().commitSucceeded();
            return true;
        }
        begunNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> wanted;
        try {
            wanted = task.preCommit(positions.delivered(positions.assignment()));
        } catch (Throwable e) {
            LOG.error("preCommit failed; the task is given everything since its last commit again", e);
            taskMetrics.commitFailed(System.nanoTime() - begunNanos);
            positions.committed().forEach(consumer::seek);
            positions.rewindToCommitted();
            return false;
        }
        Objects.requireNonNull(wanted, "preCommit returned null");
        Map<TopicPartition, OffsetAndMetadata> due = due(wanted);
        if (!due.isEmpty() && !abandoned) {
            send(due);
        } else {
            succeeded();
        }
        return true;
    }

    /** A record on its way to the dead letter queue is not done with: nothing behind it is committed. */
    private Map<TopicPartition, OffsetAndMetadata> due(Map<TopicPartition, OffsetAndMetadata> wanted) {
        Map<TopicPartition, OffsetAndMetadata> limited = new HashMap<>(wanted);
        limited.replaceAll((partition, offset) -> {
            Long first = clients.firstUnsent(partition);
            return first != null && first < offset.offset() ? new OffsetAndMetadata(first) : offset;
        });
        return positions.committable(limited);
    }

    private void send(Map<TopicPartition, OffsetAndMetadata> due) {
        if (underWay) {
            LOG.warn("A commit did not end within {} ms and counts as failed", timeout.toMillis());
            metrics.commitSkipped();
            taskMetrics.commitFailed(timeout.toNanos());
        }
        long number = ++sequence;
        underWay = true;
        deadlineNanos = begunNanos + timeout.toNanos();
        metrics.commitSent(number);
        consumer.commitAsync(due, (offsets, failure) -> answered(number, offsets, failure));
    }

    private void answered(long number, Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
        if (number != sequence) {
            metrics.commitSkipped();
            if (failure == null) {
                positions.overtaken(offsets.keySet());
            }
            return;
        }
        underWay = false;
        if (failure == null) {
            positions.committed(offsets);
            succeeded();
        } else {
            LOG.warn("A commit failed and is tried again with the next: {}", failure.toString());
            taskMetrics.commitFailed(System.nanoTime() - begunNanos);
        }
    }

    private void succeeded() {
        taskMetrics.commitSucceeded(System.nanoTime() - begunNanos);
        metrics.commitCompleted();
        uncommitted = positions.ahead();
        metrics.uncommitted(uncommitted);
    }

    /** The last commit of partitions that go elsewhere: what the task says, then {@code close}, then commit and wait. */
    @SuppressWarnings("CatchingThrowable")
    void releasing(Collection<TopicPartition> partitions, Runnable close) {
        begunNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> wanted = Map.of();
        try {
            Map<TopicPartition, OffsetAndMetadata> answer = task.preCommit(positions.delivered(partitions));
            wanted = answer == null ? Map.of() : answer;
        } catch (Throwable e) {
            LOG.error("preCommit failed while closing; what was put since the last commit will be put again", e);
        }
        close.run();
        awaitLetters(partitions);
        Map<TopicPartition, OffsetAndMetadata> due = due(wanted);
        if (!due.isEmpty() && !abandoned) {
            commitAndWait(due);
        }
    }

    /** For as long as a commit may take. */
    private void awaitLetters(Collection<TopicPartition> partitions) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (partitions.stream().anyMatch(partition -> clients.firstUnsent(partition) != null)
                && !abandoned
                && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LETTERS_CHECK_NANOS);
        }
    }

    private void commitAndWait(Map<TopicPartition, OffsetAndMetadata> due) {
        metrics.commitSent(++sequence);
        underWay = false;
        try {
            commitUnwoken(due);
            positions.committed(due);
            succeeded();
        } catch (KafkaException e) {
            LOG.warn("The last commit failed; what was put since the one before will be put again", e);
            taskMetrics.commitFailed(System.nanoTime() - begunNanos);
        }
    }

    /** Whoever wakes the consumer means its poll, which may go on after this: it is woken again then. */
    private void commitUnwoken(Map<TopicPartition, OffsetAndMetadata> due) {
        boolean woken = false;
        try {
            while (true) {
                try {
                    consumer.commitSync(due, timeout);
                    return;
                } catch (WakeupException e) {
                    woken = true;
                }
            }
        } finally {
            if (woken) {
                consumer.wakeup();
            }
        }
    }

    void abandon() {
        abandoned = true;
    }
}
