package io.troupe.worker.sink;

import io.troupe.worker.metrics.SinkMetrics;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions a sink task has: they come, rest, flow and go. Rebalances are told inside {@code consumer.poll}, on
 * the task's thread.
 */
final class Partitions implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    private final SinkTask task;
    private final Consumer<byte[], byte[]> consumer;
    private final SinkContext context;
    private final Positions positions;
    private final SinkCommits commits;
    private final SinkMetrics metrics;
    private final Runnable given;
    private final java.util.function.Consumer<Collection<TopicPartition>> gone;
    private boolean resting;
    private boolean released;
    private @Nullable Throwable failure;

    /**
     * @param given is told whenever the group has given out partitions
     * @param gone is told of partitions that went elsewhere
     */
    Partitions(
            SinkTask task,
            Consumer<byte[], byte[]> consumer,
            SinkContext context,
            Positions positions,
            SinkCommits commits,
            SinkMetrics metrics,
            Runnable given,
            java.util.function.Consumer<Collection<TopicPartition>> gone) {
        this.task = task;
        this.consumer = consumer;
        this.context = context;
        this.positions = positions;
        this.commits = commits;
        this.metrics = metrics;
        this.given = given;
        this.gone = gone;
    }

    /** Everything rests, or everything flows but what the task itself paused. */
    void rest(boolean all) {
        resting = all;
        apply();
    }

    /** Carries out what rests now. */
    void apply() {
        Set<TopicPartition> assigned = consumer.assignment();
        if (resting) {
            consumer.pause(assigned);
            return;
        }
        Set<TopicPartition> pausedByTask = context.pausedByTask();
        Set<TopicPartition> flowing = new HashSet<>(assigned);
        flowing.removeAll(pausedByTask);
        consumer.resume(flowing);
        consumer.pause(pausedByTask);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        given.run();
        if (partitions.isEmpty()) {
            return;
        }
        for (TopicPartition partition : partitions) {
            positions.assigned(partition, consumer.position(partition));
        }
        metrics.partitions(positions.count());
        apply();
        if (failure == null) {
            guarded(() -> {
                task.open(partitions);
                rewind();
            });
        }
    }

    /**
     * Goes where the task asked to; what it asks for when it is opened has to count before anything is read.
     *
     * @throws IllegalStateException when the task does not have the partition
     */
    void rewind() {
        context.takeSeeks().forEach((partition, offset) -> {
            if (offset == null) {
                LOG.warn("The task asked for no offset of {}, which stays where it is", partition);
            } else {
                consumer.seek(partition, offset);
                positions.moved(partition, offset);
            }
        });
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!released) {
            guarded(() -> release(partitions));
        }
    }

    /** Others have them already: committing is not ours any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (!released) {
            guarded(() -> task.close(partitions));
            forget(partitions);
        }
    }

    /** The consumer would wrap what a task throws into a failure of its own; it is thrown after the poll instead. */
    @SuppressWarnings("CatchingThrowable")
    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            if (failure == null) {
                failure = thrown;
            }
        }
    }

    void throwIfFailed() {
        Throwable known = failure;
        if (known != null) {
            failure = null;
            throw Partitions.<RuntimeException>asItIs(known);
        }
    }

    /** A plugin that is not written in Java may throw what it does not declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T asItIs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** For good: a consumer that is closed tells of its partitions again, and the task is stopped by then. */
    void releaseAll() {
        released = true;
        release(positions.assignment());
    }

    private void release(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            try {
                commits.releasing(partitions, () -> task.close(partitions));
            } finally {
                forget(partitions);
            }
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        positions.revoked(partitions);
        metrics.partitions(positions.count());
        context.revoked(partitions);
        gone.accept(partitions);
    }
}
