package io.troupe.worker.source;

import io.troupe.worker.PluginFigures;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.pipeline.Closing;
import io.troupe.worker.pipeline.Pipeline;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
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
 * Walk 1 on one page: poll, transform and convert, send, and, as the acknowledgements come, commit the offsets. At
 * least once: an offset is recorded only when everything before it is in Kafka.
 */
public final class SourceLoop implements TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);
    private static final Duration PRODUCER_CLOSE_TIMEOUT = Duration.ofSeconds(30);
    /** How often a paused task looks whether a commit is due or done. */
    private static final Duration PAUSED_TURN = Duration.ofMillis(100);

    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SETTLE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SourceTask task;
    private final Map<String, String> config;
    private final Pipeline<SourceRecord> pipeline;
    private final Producer<byte[], byte[]> producer;
    private final SourceOffsets offsets;
    private final PluginFigures figures;
    private final Duration commitTimeout;
    private final long commitIntervalNanos;
    private final OffsetLedger ledger = new OffsetLedger();
    private final OffsetCommits commits;

    /** Polled and not sent yet, from {@link #next} on: a record may have to be sent again in a later turn. */
    private List<SourceRecord> batch = List.of();

    private int next;
    private long commitDueNanos;
    private boolean started;
    private boolean paused;
    private volatile @Nullable Exception sendFailure;
    private volatile boolean abandoned;

    public SourceLoop(
            Assignment assignment,
            WorkerSettings settings,
            SourceTask task,
            Pipeline<SourceRecord> pipeline,
            Producer<byte[], byte[]> producer,
            SourceOffsets offsets) {
        this.task = task;
        this.config = assignment.taskConfig();
        this.pipeline = pipeline;
        this.producer = producer;
        this.offsets = offsets;
        this.figures = new PluginFigures(assignment.tags());
        this.commitTimeout = settings.offsetFlushTimeout();
        this.commitIntervalNanos = settings.offsetFlushInterval().toNanos();
        this.commits = new OffsetCommits(ledger, offsets, commitTimeout, this::commitPlugin);
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void start() {
        task.initialize(new SourceContext(config, new StoredOffsets(offsets), figures.view()));
        task.start(config);
        commitDueNanos = System.nanoTime() + commitIntervalNanos;
        started = true;
    }

    @Override
    public Duration turn() {
        if (next < batch.size() || !paused) {
            pollAndSend();
        }
        commits.progress();
        long now = System.nanoTime();
        if (now - commitDueNanos >= 0) {
            commitDueNanos = now + commitIntervalNanos;
            commits.begin();
        }
        return paused && next == batch.size() ? PAUSED_TURN : Duration.ZERO;
    }

    private void pollAndSend() {
        if (next == batch.size()) {
            batch = poll();
            next = 0;
        }
        while (next < batch.size() && send(batch.get(next))) {
            next++;
        }
    }

    /** What was polled is still sent, and offsets are still committed: contract/behaviours.md, section 3. */
    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    private List<SourceRecord> poll() {
        throwIfSendFailed();
        try {
            List<SourceRecord> polled = task.poll();
            return polled == null ? List.of() : polled;
        } catch (RetriableException | org.apache.kafka.connect.errors.RetriableException e) {
            LOG.warn("The task calls its failure retriable and is polled again", e);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while polling", e);
        }
    }

    /** False when the record has to be sent again: transformed and converted anew, contract/behaviours.md, 3. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    private boolean send(SourceRecord record) {
        ProducerRecord<byte[], byte[]> encoded = Pipeline.encode(pipeline, record);
        if (encoded == null) {
            commitRecord(record, null);
            return true;
        }
        throwIfSendFailed();
        InFlight inFlight = new InFlight(record);
        ledger.submit(record.sourcePartition(), inFlight);
        try {
            producer.send(encoded, inFlight);
            return true;
        } catch (RetriableException e) {
            LOG.warn("A record could not be sent and is sent again: {}", e.toString());
            ledger.withdraw(record.sourcePartition());
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            return false;
        }
    }

    private void throwIfSendFailed() {
        Exception failure = sendFailure;
        if (failure != null) {
            throw new ConnectException("Unrecoverable exception from producer send callback", failure);
        }
    }

    /** One object a record: the ledger's entry is the producer's callback. */
    private final class InFlight extends OffsetLedger.Entry implements Callback {
        private final SourceRecord record;

        private InFlight(SourceRecord record) {
            super(record.sourceOffset());
            this.record = record;
        }

        /** On the producer's thread. */
        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                commitRecord(record, metadata);
                acknowledge();
            } else if (sendFailure == null) {
                sendFailure = failure;
            }
        }
    }

    /** A plugin's failure to take note changes nothing about the record: contract/behaviours.md, section 5. */
    private void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        try {
            task.commitRecord(record, metadata);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("commitRecord failed; the task goes on", e);
        }
    }

    /** A task that was given up committed nothing, even when there was nothing: contract/behaviours.md, section 3. */
    private void commitPlugin() {
        if (abandoned) {
            return;
        }
        try {
            task.commit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("commit failed; the task goes on", e);
        }
    }

    @Override
    public void stop(End end) {
        try {
            if (started && !abandoned) {
                settle();
                commits.finish();
            }
        } finally {
            try {
                task.stop();
            } finally {
                Closing.quietly(() -> producer.close(PRODUCER_CLOSE_TIMEOUT));
                pipeline.close();
                figures.close();
                offsets.close();
            }
        }
    }

    /** Waits for acknowledgements that are still out, as long as a commit may take. */
    private void settle() {
        long deadline = System.nanoTime() + commitTimeout.toNanos();
        while (!ledger.settled() && sendFailure == null && !abandoned && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(SETTLE_CHECK_NANOS);
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
        offsets.close();
        producer.close(Duration.ZERO);
    }
}
