package io.troupe.worker.source;

import io.troupe.persistence.offset.MarkPosition;
import io.troupe.worker.Closing;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.pipeline.SourcePipeline;
import io.troupe.worker.source.Boundaries.Verdict;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walk 1 exactly once: poll, transform and convert, send within a transaction, and commit the transaction where the
 * boundaries say. Everything happens on the task's thread.
 *
 * <p>Offsets are prepared before their transaction is committed, under a mark that the transaction carries. So whenever
 * this run ends, its successor knows what holds:
 *
 * <ul>
 *   <li>before the offsets were prepared: the transaction cannot have been committed; Kafka aborts it when the successor
 *       takes over the transactional id; the records are polled again;
 *   <li>prepared, not committed: Kafka's last mark is a lower one; the prepared offsets are dropped;
 *   <li>committed, not told: the mark is Kafka's last one; the prepared offsets hold;
 *   <li>a zombie: the entity refuses to prepare for it from the moment its successor begins, Kafka refuses to commit for
 *       it from the moment its successor takes over; what it prepared before is decided as above, because the successor
 *       asks for the mark after both;
 *   <li>Kafka's last mark is later than any that was prepared: the journal has lost what it knew, and nobody goes on.
 * </ul>
 */
public final class TransactionalLoop implements TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalLoop.class);
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration PAUSED_TURN = Duration.ofMinutes(1);

    private final SourceTask task;
    private final PolledTask calls;
    private final Map<String, String> config;
    private final SourcePipeline pipeline;
    private final TransactionalClients clients;
    private final TaskMetrics metrics;
    private final Boundaries boundaries;
    private final OpenTransaction transaction;

    /** Polled and not sent yet, from {@link #next} on. */
    private List<SourceRecord> batch = List.of();

    private int next;
    private volatile @Nullable TransactionalOffsets offsets;
    private boolean initialized;
    private boolean started;
    private boolean paused;
    private volatile boolean abandoned;

    public TransactionalLoop(
            Assignment assignment,
            WorkerSettings settings,
            SourceTask task,
            SourcePipeline pipeline,
            TransactionalClients clients,
            TaskMetrics metrics) {
        this.task = task;
        this.calls = new PolledTask(task, metrics);
        this.config = assignment.taskConfig();
        this.pipeline = pipeline;
        this.clients = clients;
        this.metrics = metrics;
        this.transaction = new OpenTransaction(metrics.vitals());
        this.boundaries = Boundaries.of(assignment.connectorConfig(), settings);
        metrics.source().transactional();
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void start() {
        TransactionalOffsets opened = open();
        initialized = true;
        task.initialize(new SourceContext(
                clients.latestConfig(), new StoredOffsets(opened), metrics.ofPlugin(), boundaries.context()));
        task.start(config);
        boundaries.begin();
        started = true;
    }

    private TransactionalOffsets open() {
        TransactionalOffsets opened = clients.offsets().exactlyOnce(clients.fence(), clients.transactions()::takeOver);
        offsets = opened;
        if (abandoned) {
            opened.close();
        }
        if (!opened.marked()) {
            leaveMark(opened);
        }
        clients.fence().close();
        return opened;
    }

    /** Reads it again: a client that may write and not read would fail at its next start, with a transaction in doubt. */
    private void leaveMark(TransactionalOffsets opened) {
        String mark = opened.prepare(Map.of());
        MarkPosition position = clients.transactions().commit(mark);
        opened.committed(position);
        if (clients.fence().lastCommitted(position).values().stream()
                .noneMatch(seen -> seen.mark().equals(mark))) {
            throw new ConnectException("The mark that the task has left in the offsets topic cannot be found there");
        }
    }

    @Override
    public Duration turn() {
        transaction.throwIfFailed();
        if (next == batch.size()) {
            if (paused) {
                return PAUSED_TURN;
            }
            batch = calls.poll();
            next = 0;
        }
        if (proceed()) {
            follow(paused ? boundaries.atRest() : boundaries.afterBatch());
        } else {
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
        }
        return Duration.ZERO;
    }

    /** Sends what is left of the batch; false when a record has to wait. */
    private boolean proceed() {
        while (next < batch.size()) {
            SourceRecord record = batch.get(next);
            if (!send(record)) {
                return false;
            }
            next++;
            follow(boundaries.afterRecord(record));
        }
        return true;
    }

    /** False when the record has to be sent again: transformed and converted anew, contract/behaviours.md, 3. */
    private boolean send(SourceRecord record) {
        ProducerRecord<byte[], byte[]> encoded = pipeline.encode(record);
        if (encoded == null) {
            transaction.dropped(record);
            return true;
        }
        transaction.throwIfFailed();
        Callback callback = transaction.callback(record);
        try {
            clients.topics().ensure(encoded.topic());
            clients.transactions().send(encoded, callback);
        } catch (RetriableException | org.apache.kafka.connect.errors.RetriableException e) {
            LOG.warn("A record could not be sent and is sent again: {}", e.toString());
            return false;
        }
        transaction.sent(callback);
        return true;
    }

    private void follow(Verdict verdict) {
        if (abandoned) {
            return;
        }
        if (verdict == Verdict.ABORT && clients.transactions().isOpen()) {
            LOG.info("The task aborts a transaction of {} records", transaction.sent());
            clients.transactions().abort();
            transaction.aborted();
        }
        if (verdict != Verdict.GO_ON) {
            commit();
        }
    }

    /** The plugin is told also when there was nothing to commit: contract/traces.json. */
    private void commit() {
        long begunNanos = System.nanoTime();
        int size = transaction.size();
        int sent = transaction.sent();
        try {
            commit(transaction.offsets(), sent);
        } catch (RuntimeException e) {
            metrics.commitFailed(System.nanoTime() - begunNanos);
            throw e;
        }
        metrics.commitSucceeded(System.nanoTime() - begunNanos);
        if (size > 0) {
            metrics.source().written(size, size - sent);
        }
        transaction.tell(this::committed);
        calls.commit();
    }

    private void committed(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (metadata != null) {
            clients.activeTopics().note(metadata.topic());
        }
        calls.commitRecord(record, metadata);
    }

    private void commit(Map<String, @Nullable String> changes, int sent) {
        if (changes.isEmpty()) {
            if (clients.transactions().isOpen()) {
                clients.transactions().commit();
                metrics.source().transaction(sent);
            }
            return;
        }
        TransactionalOffsets remembered = offsets();
        String mark = remembered.prepare(changes);
        remembered.committed(clients.transactions().commit(mark));
        metrics.source().transaction(sent);
    }

    private TransactionalOffsets offsets() {
        TransactionalOffsets opened = offsets;
        if (opened == null) {
            throw new IllegalStateException("The task has not started");
        }
        return opened;
    }

    @Override
    public void pause() {
        paused = true;
        if (next == batch.size()) {
            follow(boundaries.atRest());
        }
    }

    @Override
    public void resume() {
        paused = false;
        boundaries.begin();
    }

    /** A task that failed commits nothing more: what is open is aborted as its producer closes. */
    @Override
    public void stop(End end) {
        try {
            if (started && end != End.FAILED) {
                follow(boundaries.atRest());
            }
        } finally {
            try {
                if (initialized) {
                    task.stop();
                }
            } finally {
                close();
            }
        }
    }

    private void close() {
        clients.transactions().close();
        Closing.quietly(clients.fence());
        Closing.quietly(clients.topics());
        Closing.quietly(pipeline);
        TransactionalOffsets opened = offsets;
        if (opened != null) {
            if (!abandoned) {
                opened.end();
            }
            opened.close();
        }
    }

    @Override
    public void hurry() {
        pipeline.tolerance().hurry();
    }

    /** The producer is closed elsewhere: it waits for its thread. */
    @Override
    public void abandon() {
        abandoned = true;
        hurry();
        TransactionalOffsets opened = offsets;
        if (opened != null) {
            opened.close();
        }
        clients.threads().execute(() -> {
            clients.transactions().abandon();
            Closing.quietly(clients.fence());
            Closing.quietly(clients.topics());
        });
    }
}
