package io.troupe.worker.sink;

import io.troupe.worker.PluginFigures;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.pipeline.Closing;
import io.troupe.worker.pipeline.Pipeline;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walk 2 on one page: poll the consumer, convert and transform, put, and commit what the task says is safe. */
public final class SinkLoop implements TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration CONSUMER_CLOSE_TIMEOUT = Duration.ofSeconds(10);
    /** How long to poll at a time while a commit waits for its answer: polling is what brings it. */
    private static final Duration ANSWER_CHECK = Duration.ofMillis(100);

    private final SinkTask task;
    private final Map<String, String> config;
    private final Pipeline<SinkRecord> pipeline;
    private final Consumer<byte[], byte[]> consumer;
    private final PluginFigures figures;
    private final Positions positions = new Positions();
    private final SinkContext context;
    private final SinkCommits commits;
    private final long commitIntervalNanos;
    private long commitDueNanos;
    private boolean started;
    private boolean paused;

    /** Not put yet: the task asked to be given this batch again, and its partitions wait. */
    private @Nullable Batch undelivered;

    /** Records ready to be put, and where the consumer goes on once they were. */
    private record Batch(List<SinkRecord> records, Map<TopicPartition, OffsetAndMetadata> next) {

        Batch without(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> left = new HashMap<>(next);
            left.keySet().removeAll(partitions);
            return new Batch(
                    records.stream()
                            .filter(record -> left.containsKey(origin(record)))
                            .toList(),
                    left);
        }

        private static TopicPartition origin(SinkRecord record) {
            return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        }
    }

    public SinkLoop(
            Assignment assignment,
            WorkerSettings settings,
            SinkTask task,
            Pipeline<SinkRecord> pipeline,
            Consumer<byte[], byte[]> consumer) {
        this.task = task;
        this.config = assignment.taskConfig();
        this.pipeline = pipeline;
        this.consumer = consumer;
        this.figures = new PluginFigures(assignment.tags());
        this.context = new SinkContext(config, figures, positions::assignment);
        this.commits = new SinkCommits(task, consumer, positions, settings.offsetFlushTimeout());
        this.commitIntervalNanos = settings.offsetFlushInterval().toNanos();
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void start() {
        Subscription.of(config).apply(consumer, new Rebalances());
        task.initialize(context);
        task.start(config);
        commitDueNanos = System.nanoTime() + commitIntervalNanos;
        started = true;
    }

    /** Goes on while paused: its partitions rest, but the group has to hear from its member. */
    @Override
    public Duration turn() {
        commitIfDue();
        rewind();
        if (context.takePausesChanged()) {
            applyPauses();
        }
        Batch batch = poll();
        if (batch != null) {
            put(undelivered == null ? batch : undelivered);
        }
        return Duration.ZERO;
    }

    /** What becomes due while another commit is under way waits for that one's answer. */
    private void commitIfDue() {
        if (commits.underWay()) {
            return;
        }
        long now = System.nanoTime();
        if (context.takeCommitRequest() || now - commitDueNanos >= 0) {
            commitDueNanos = now + commitIntervalNanos;
            if (!commits.commit()) {
                undelivered = null;
                applyPauses();
            }
        }
    }

    private void rewind() {
        context.takeSeeks().forEach((partition, offset) -> {
            if (positions.assignment().contains(partition)) {
                consumer.seek(partition, offset);
                positions.moved(partition, offset);
            } else {
                LOG.warn("The task asked for offset {} of {}, which it does not have", offset, partition);
            }
        });
    }

    /** Null when the wait was cut short: something else is to be done first. */
    private @Nullable Batch poll() {
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = consumer.poll(patience());
        } catch (WakeupException e) {
            return null;
        }
        List<SinkRecord> records = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            SinkRecord decoded = Pipeline.decode(pipeline, record);
            if (decoded != null) {
                records.add(decoded);
            }
        }
        return new Batch(records, polled.nextOffsets());
    }

    /** Until the next commit, or as long as the task asked for if that is shorter. */
    private Duration patience() {
        Duration untilCommit = Duration.ofNanos(Math.max(0, commitDueNanos - System.nanoTime()));
        Duration asked = context.takeTimeout();
        if (asked != null && asked.compareTo(untilCommit) < 0) {
            return asked;
        }
        boolean answerAwaited = commits.underWay() && (undelivered == null || untilCommit.isZero());
        return answerAwaited ? ANSWER_CHECK : untilCommit;
    }

    private void put(Batch batch) {
        try {
            task.put(batch.records());
        } catch (RetriableException e) {
            LOG.warn(
                    "The task asks to be given {} records again: {}",
                    batch.records().size(),
                    e.toString());
            undelivered = batch;
            applyPauses();
            return;
        } catch (RuntimeException e) {
            throw new ConnectException("Exiting WorkerSinkTask due to unrecoverable exception.", e);
        }
        positions.delivered(batch.next());
        if (undelivered != null) {
            undelivered = null;
            applyPauses();
        }
    }

    /** What rests: everything while the task is paused or has to be given a batch again, else what it asked for. */
    private void applyPauses() {
        Set<TopicPartition> assigned = consumer.assignment();
        if (paused || undelivered != null) {
            consumer.pause(assigned);
            return;
        }
        Set<TopicPartition> flowing = new HashSet<>(assigned);
        flowing.removeAll(context.pausedByTask());
        consumer.resume(flowing);
        consumer.pause(context.pausedByTask());
    }

    @Override
    public void pause() {
        paused = true;
        applyPauses();
        context.requestCommit();
    }

    @Override
    public void resume() {
        paused = false;
        applyPauses();
    }

    /** Called inside {@code consumer.poll}, on the task's thread. */
    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            for (TopicPartition partition : partitions) {
                positions.assigned(partition, consumer.position(partition));
            }
            applyPauses();
            task.open(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            release(partitions);
        }

        /** Others have them already: committing is not ours any more. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            task.close(partitions);
            forget(partitions);
        }
    }

    private void release(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            commits.releasing(partitions, () -> task.close(partitions));
            forget(partitions);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        positions.revoked(partitions);
        context.revoked(partitions);
        Batch batch = undelivered;
        if (batch != null) {
            undelivered = batch.without(partitions);
        }
    }

    @Override
    public void stop(End end) {
        try {
            if (started) {
                release(positions.assignment());
            }
        } finally {
            try {
                task.stop();
            } finally {
                Closing.quietly(() -> consumer.close(closing(end)));
                pipeline.close();
                figures.close();
            }
        }
    }

    /** A task that goes on elsewhere keeps its seat in the group: nobody else has to move for it. */
    private static CloseOptions closing(End end) {
        return CloseOptions.timeout(CONSUMER_CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        end == End.HANDED_OVER
                                ? GroupMembershipOperation.REMAIN_IN_GROUP
                                : GroupMembershipOperation.LEAVE_GROUP);
    }

    @Override
    public void wake() {
        consumer.wakeup();
    }

    @Override
    public void abandon() {
        commits.abandon();
        consumer.wakeup();
    }
}
