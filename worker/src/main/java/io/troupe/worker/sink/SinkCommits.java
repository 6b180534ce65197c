package io.troupe.worker.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a sink task what is safe and commits that to its consumer group: contract/behaviours.md, section 4. */
final class SinkCommits {

    private static final Logger LOG = LoggerFactory.getLogger(SinkCommits.class);

    private final SinkTask task;
    private final Consumer<byte[], byte[]> consumer;
    private final Positions positions;
    private final Duration timeout;
    private long sequence;
    private boolean underWay;
    private long deadlineNanos;
    private volatile boolean abandoned;

    SinkCommits(SinkTask task, Consumer<byte[], byte[]> consumer, Positions positions, Duration timeout) {
        this.task = task;
        this.consumer = consumer;
        this.positions = positions;
        this.timeout = timeout;
    }

    /** True while a commit may still be answered in time. */
    boolean underWay() {
        return underWay && System.nanoTime() - deadlineNanos < 0;
    }

    /** Commits without waiting. False when the task could not say what is safe: then it is rewound to what is. */
    boolean commit() {
        Map<TopicPartition, OffsetAndMetadata> wanted;
        try {
            wanted = task.preCommit(positions.delivered(positions.assignment()));
        } catch (RuntimeException e) {
            LOG.error("preCommit failed; the task is given everything since its last commit again", e);
            positions.committed().forEach(consumer::seek);
            positions.rewindToCommitted();
            return false;
        }
        Objects.requireNonNull(wanted, "preCommit returned null");
        Map<TopicPartition, OffsetAndMetadata> due = positions.committable(wanted);
        if (!due.isEmpty() && !abandoned) {
            send(due);
        }
        return true;
    }

    private void send(Map<TopicPartition, OffsetAndMetadata> due) {
        if (underWay) {
            LOG.warn("A commit did not end within {} ms and counts as failed", timeout.toMillis());
        }
        long number = ++sequence;
        underWay = true;
        deadlineNanos = System.nanoTime() + timeout.toNanos();
        consumer.commitAsync(due, (offsets, failure) -> {
            if (number != sequence) {
                return;
            }
            underWay = false;
            if (failure == null) {
                positions.committed(offsets);
            } else {
                LOG.warn("A commit failed and is tried again with the next: {}", failure.toString());
            }
        });
    }

    /** The last commit of partitions that go elsewhere: what the task says, then {@code close}, then commit and wait. */
    void releasing(Collection<TopicPartition> partitions, Runnable close) {
        Map<TopicPartition, OffsetAndMetadata> due = Map.of();
        try {
            Map<TopicPartition, OffsetAndMetadata> wanted = task.preCommit(positions.delivered(partitions));
            due = wanted == null ? Map.of() : positions.committable(wanted);
        } catch (RuntimeException e) {
            LOG.error("preCommit failed while closing; what was put since the last commit will be put again", e);
        }
        close.run();
        if (!due.isEmpty() && !abandoned) {
            commitAndWait(due);
        }
    }

    private void commitAndWait(Map<TopicPartition, OffsetAndMetadata> due) {
        sequence++;
        underWay = false;
        try {
            try {
                consumer.commitSync(due, timeout);
            } catch (WakeupException e) {
                // Meant for a poll that was over already; the next call does not see it again.
                consumer.commitSync(due, timeout);
            }
            positions.committed(due);
        } catch (KafkaException e) {
            LOG.warn("The last commit failed; what was put since the one before will be put again", e);
        }
    }

    void abandon() {
        abandoned = true;
    }
}
