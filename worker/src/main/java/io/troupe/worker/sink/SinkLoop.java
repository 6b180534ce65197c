package io.troupe.worker.sink;

import io.troupe.worker.Closing;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.health.Condition;
import io.troupe.worker.kafka.SinkGroup;
import io.troupe.worker.metrics.SinkMetrics;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.pipeline.SinkPipeline;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
    private final SinkPipeline pipeline;
    private final Consumer<byte[], byte[]> consumer;
    private final @Nullable Errants errants;
    private final TaskMetrics taskMetrics;
    private final SinkMetrics metrics;
    private final Positions positions = new Positions();
    private final SinkContext context;
    private final ActiveTopics activeTopics;
    private final SinkCommits commits;
    private final Partitions partitions;
    private final SinkGroup group;
    private final int number;
    private final GroupCheck check;
    private final long commitIntervalNanos;
    private long commitDueNanos;
    private boolean started;
    private boolean polled;
    private boolean paused;

    /** Not put yet: the task asked to be given this batch again, and its partitions wait. */
    private @Nullable SinkBatch undelivered;

    public SinkLoop(
            Assignment assignment,
            WorkerSettings settings,
            SinkTask task,
            SinkPipeline pipeline,
            SinkClients clients,
            TaskMetrics metrics) {
        this.task = task;
        this.config = assignment.taskConfig();
        this.pipeline = pipeline;
        this.consumer = clients.consumer();
        this.errants = clients.reporting() ? new Errants(pipeline) : null;
        this.taskMetrics = metrics;
        this.metrics = metrics.sink();
        this.context =
                new SinkContext(consumer, clients.latestConfig(), metrics.ofPlugin(), errants, positions::assignment);
        this.activeTopics = clients.activeTopics();
        this.commits = new SinkCommits(task, clients, positions, settings.offsetFlushTimeout(), metrics);
        this.group = clients.group();
        this.number = assignment.task().number();
        this.check = new GroupCheck(
                consumer,
                () -> Subscription.of(config).coverage(group),
                "1"
                        .equals(assignment
                                .connectorConfig()
                                .getOrDefault("tasks.max", "1")
                                .trim()),
                GroupCheck.Pace.of(clients.metadataMaxAge()),
                this::gap);
        this.partitions = new Partitions(
                task, consumer, context, positions, commits, metrics.sink(), check::assigned, this::gone);
        this.commitIntervalNanos = settings.offsetFlushInterval().toNanos();
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void start() {
        Subscription subscription = Subscription.of(config);
        group.claim(number);
        subscription.apply(consumer, partitions);
        task.initialize(context);
        task.start(config);
        commitDueNanos = System.nanoTime() + commitIntervalNanos;
        started = true;
    }

    /** Goes on while paused: its partitions rest, but the group has to hear from its member. */
    @Override
    public Duration turn() {
        commitIfDue();
        check.look();
        partitions.rewind();
        if (context.takePausesChanged()) {
            partitions.apply();
        }
        SinkBatch batch = poll();
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
                redeliver(null);
            }
        }
    }

    /** Null when the wait was cut short: something else is to be done first. */
    private @Nullable SinkBatch poll() {
        Duration asked = context.takeTimeout();
        Duration patience = patience(asked);
        Duration untilLook = check.patience();
        boolean shorter = untilLook.compareTo(patience) < 0;
        long begunNanos = System.nanoTime();
        polled = true;
        ConsumerRecords<byte[], byte[]> found;
        try {
            found = consumer.poll(shorter ? untilLook : patience);
        } catch (WakeupException e) {
            partitions.throwIfFailed();
            context.restoreTimeout(asked);
            return null;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - begunNanos);
        if (shorter && waited.compareTo(untilLook) >= 0 && found.nextOffsets().isEmpty()) {
            partitions.throwIfFailed();
            context.restoreTimeout(asked == null ? null : asked.minus(waited));
            return null;
        }
        partitions.throwIfFailed();
        metrics.read(found.count());
        List<SinkRecord> records = new ArrayList<>(found.count());
        for (ConsumerRecord<byte[], byte[]> record : found) {
            SinkRecord decoded = pipeline.decode(record);
            if (decoded != null) {
                records.add(decoded);
            }
        }
        for (TopicPartition partition : found.partitions()) {
            activeTopics.note(partition.topic());
        }
        return new SinkBatch(records, found.nextOffsets());
    }

    /** Until the next commit, or as long as the task asked for if that is shorter. */
    private Duration patience(@Nullable Duration asked) {
        Duration untilCommit = Duration.ofNanos(Math.max(0, commitDueNanos - System.nanoTime()));
        if (asked != null && asked.compareTo(untilCommit) < 0) {
            return asked;
        }
        boolean answerAwaited = commits.underWay() && (undelivered == null || untilCommit.isZero());
        return answerAwaited ? ANSWER_CHECK : untilCommit;
    }

    /** Errors of the virtual machine included: whoever reads the status finds the same words for all. */
    @SuppressWarnings("CatchingThrowable")
    private void put(SinkBatch batch) {
        int count = batch.records().size();
        long begunNanos = System.nanoTime();
        try {
            task.put(batch.records());
        } catch (RetriableException e) {
            LOG.warn("The task asks to be given {} records again: {}", count, e.toString());
            redeliver(batch);
            return;
        } catch (Throwable e) {
            throw new ConnectException("Exiting WorkerSinkTask due to unrecoverable exception.", e);
        }
        if (errants != null) {
            errants.throwIfFailed();
        }
        taskMetrics.batch(count);
        metrics.put(count, System.nanoTime() - begunNanos);
        positions.delivered(batch.next());
        commits.put(count);
        if (undelivered != null) {
            redeliver(null);
        }
    }

    /** With a batch that is to be given again, everything else rests. */
    private void redeliver(@Nullable SinkBatch batch) {
        undelivered = batch;
        partitions.rest(paused || batch != null);
    }

    @Override
    public void pause() {
        paused = true;
        partitions.rest(true);
        context.requestCommit();
    }

    @Override
    public void resume() {
        paused = false;
        partitions.rest(undelivered != null);
    }

    private void gap(int partitions, String inWords) {
        metrics.unread(partitions);
        if (partitions == 0) {
            taskMetrics.vitals().end(Condition.Kind.UNREAD);
        } else {
            taskMetrics.vitals().begin(Condition.Kind.UNREAD, inWords);
        }
    }

    private void gone(Collection<TopicPartition> elsewhere) {
        SinkBatch batch = undelivered;
        if (batch != null) {
            undelivered = batch.without(elsewhere);
        }
    }

    @Override
    public void stop(End end) {
        try {
            if (started) {
                partitions.releaseAll();
            }
        } finally {
            try {
                task.stop();
            } finally {
                Closing.quietly(() -> leave(end));
                Closing.quietly(pipeline);
            }
        }
    }

    /** Who is still about to join cannot leave: Kafka does not know yet who that is, and would wait for it. */
    private void leave(End end) {
        boolean joining = polled && consumer.groupMetadata().memberId().isEmpty();
        consumer.close(closing(end));
        if (joining && (end == End.FOR_GOOD || end == End.FAILED)) {
            group.vacate(number).whenComplete((done, failure) -> LOG.debug("Left a group while joining it", failure));
        }
    }

    /**
     * A task that goes on elsewhere as it is keeps its seat in the group: nobody else has to move for it. Without a seat
     * it leaves, as is the default.
     */
    private static CloseOptions closing(End end) {
        return CloseOptions.timeout(CONSUMER_CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        end == End.HANDED_OVER
                                ? GroupMembershipOperation.DEFAULT
                                : GroupMembershipOperation.LEAVE_GROUP);
    }

    @Override
    public void wake() {
        consumer.wakeup();
    }

    @Override
    public void hurry() {
        pipeline.tolerance().hurry();
    }

    @Override
    public void abandon() {
        commits.abandon();
        hurry();
        consumer.wakeup();
    }
}
