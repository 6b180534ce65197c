package io.troupe.worker.source;

import io.troupe.persistence.TaskId;
import io.troupe.worker.Closing;
import io.troupe.worker.LogContext;
import io.troupe.worker.errors.FailedRecord;
import io.troupe.worker.errors.Stage;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.health.Vitals;
import io.troupe.worker.kafka.TopicCreation;
import io.troupe.worker.metrics.SourceMetrics;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.pipeline.SourcePipeline;
import io.troupe.worker.task.ActiveTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

/** The middle of walk 1: the records of one poll on their way to Kafka, each encoded, sent and acknowledged. */
final class Sends implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sends.class);
    private static final Duration PRODUCER_CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Tells the plugin what became of a record; without metadata when it was not sent. */
    @FunctionalInterface
    interface Teller {
        void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata);
    }

    private final LogContext context;
    private final SourcePipeline pipeline;
    private final Producer<byte[], byte[]> producer;
    private final TopicCreation topics;
    private final ActiveTopics activeTopics;
    private final OffsetLedger ledger;
    private final SourceMetrics metrics;
    private final Vitals vitals;
    private final Teller teller;

    /** Polled and not sent yet, from {@link #next} on: a record may have to be sent again in a later turn. */
    private List<SourceRecord> batch = List.of();

    private int next;
    private Batch count = new Batch(0);
    private final ArrayList<InFlight> sent = new ArrayList<>();
    private volatile @Nullable Throwable failure;
    /** The producer's thread, once it carries the context. */
    private @Nullable Thread entered;

    Sends(
            TaskId task,
            SourcePipeline pipeline,
            SourceClients clients,
            OffsetLedger ledger,
            TaskMetrics metrics,
            Teller teller) {
        this.context = LogContext.ofTask(task);
        this.pipeline = pipeline;
        this.producer = clients.producer();
        this.topics = clients.topics();
        this.activeTopics = clients.activeTopics();
        this.ledger = ledger;
        this.metrics = metrics.source();
        this.vitals = metrics.vitals();
        this.teller = teller;
    }

    /** True when everything that was polled is sent. */
    boolean done() {
        return next == batch.size();
    }

    void begin(List<SourceRecord> polled) {
        batch = polled;
        next = 0;
        count = new Batch(polled.size());
        sent.ensureCapacity(polled.size());
    }

    /** Sends what is left of the batch, up to a record that has to wait. */
    void proceed() {
        try {
            while (next < batch.size() && send(batch.get(next))) {
                next++;
            }
        } finally {
            if (!sent.isEmpty()) {
                ledger.submit(sent, count);
                sent.clear();
            }
        }
    }

    /** False when the record has to be sent again: transformed and converted anew, contract/behaviours.md, 3. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    private boolean send(SourceRecord record) {
        ProducerRecord<byte[], byte[]> encoded = pipeline.encode(record);
        if (encoded == null) {
            teller.commitRecord(record, null);
            count.without();
            vitals.dropped();
            return true;
        }
        throwIfFailed();
        InFlight inFlight = new InFlight(record, count);
        try {
            topics.ensure(encoded.topic());
            producer.send(encoded, inFlight);
            sent.add(inFlight);
            return true;
        } catch (RetriableException | org.apache.kafka.connect.errors.RetriableException e) {
            LOG.warn("A record could not be sent and is sent again: {}", e.toString());
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            return false;
        }
    }

    void throwIfFailed() {
        Throwable known = failure;
        if (known != null) {
            throw new ConnectException("Unrecoverable exception from producer send callback", known);
        }
    }

    /** Figures go by batch: counted when nothing of it is on its way any more. */
    private final class Batch implements BooleanSupplier {
        private final int size;
        private final AtomicInteger open;
        private final AtomicInteger unsent = new AtomicInteger();

        private Batch(int size) {
            this.size = size;
            this.open = new AtomicInteger(size);
        }

        /** True when everything of it is acknowledged, or was never sent. */
        @Override
        public boolean getAsBoolean() {
            return open.get() == 0;
        }

        private void with() {
            if (open.decrementAndGet() == 0) {
                metrics.written(size, unsent.get());
            }
        }

        private void without() {
            unsent.incrementAndGet();
            with();
        }
    }

    /** One object a record: the ledger's entry is the producer's callback. */
    private final class InFlight extends OffsetLedger.Entry implements Callback {
        private final SourceRecord record;
        private final Batch count;

        private InFlight(SourceRecord record, Batch count) {
            this.record = record;
            this.count = count;
        }

        @Override
        protected @Nullable Map<String, ?> partition() {
            return record.sourcePartition();
        }

        @Override
        protected @Nullable Map<String, ?> offset() {
            return record.sourceOffset();
        }

        /**
         * On the producer's thread, which serves this task only and has to go on: whatever is thrown here fails the
         * task.
         */
        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
            try {
                complete(metadata, exception);
            } catch (Throwable thrown) {
                fail(thrown);
            } finally {
                vitals.answered();
            }
        }

        private void complete(RecordMetadata metadata, @Nullable Exception exception) {
            enterContext();
            if (exception == null) {
                activeTopics.note(metadata.topic());
                teller.commitRecord(record, metadata);
                acknowledge();
                count.with();
            } else if (tolerated(record, exception)) {
                teller.commitRecord(record, null);
                acknowledge();
                count.without();
            } else {
                fail(exception);
            }
        }

        private void fail(Throwable why) {
            refuse();
            if (failure == null) {
                failure = why;
            }
        }
    }

    /** With errors.tolerance=all it counts as acknowledged: contract/behaviours.md, section 3. */
    @SuppressWarnings("FutureReturnValueIgnored") // notes of sources are log lines: there is nothing to wait for
    private boolean tolerated(SourceRecord record, Exception exception) {
        Tolerance tolerance = pipeline.tolerance();
        if (tolerance.tolerateAll()) {
            tolerance.accept(new FailedRecord(record, Stage.KAFKA_PRODUCE, SourceTask.class, exception));
        }
        return tolerance.tolerateAll();
    }

    private void enterContext() {
        Thread current = Thread.currentThread();
        if (entered != current) {
            context.enter();
            entered = current;
        }
    }

    @Override
    public void close() {
        Closing.quietly(() -> producer.close(PRODUCER_CLOSE_TIMEOUT));
        Closing.quietly(topics);
    }

    /** May wait for the producer's thread for as long as a plugin holds it. */
    void abandon() {
        Closing.quietly(() -> producer.close(Duration.ZERO));
        Closing.quietly(topics);
    }
}
