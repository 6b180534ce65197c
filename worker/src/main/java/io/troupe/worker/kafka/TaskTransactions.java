package io.troupe.worker.kafka;

import io.troupe.persistence.offset.MarkPosition;
import io.troupe.worker.Closing;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one source task, one after the other, each begun when there is something for it. With the records
 * a transaction carries a mark, a record in the offsets topic: whoever reads what is committed there finds that of the
 * last transaction that was.
 */
public final class TaskTransactions implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<byte[], byte[]> producer;
    private final TransactionIds ids;
    private final TransactionMarks marks;
    private final int task;
    private int partitions;
    private boolean open;

    TaskTransactions(Producer<byte[], byte[]> producer, TransactionIds ids, TransactionMarks marks, int task) {
        this.producer = producer;
        this.ids = ids;
        this.marks = marks;
        this.task = task;
    }

    /**
     * From here on no earlier run of the task can commit anything, and what it had open is over.
     *
     * @throws ConnectException when a right is missing, which it names
     */
    public void takeOver() {
        try {
            producer.initTransactions();
        } catch (TransactionalIdAuthorizationException e) {
            throw new ConnectException(
                    "Exactly-once sources need the rights DESCRIBE and WRITE on the transactional id "
                            + ids.transactional(task) + " for their producer client",
                    e);
        }
    }

    /** True when there is something to commit. */
    public boolean isOpen() {
        return open;
    }

    /** @throws ConnectException when the record would go where the marks are, and could pass for one */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    public void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        String kept = marks.topic().name();
        if (record.topic().equals(kept)) {
            throw new ConnectException("A source task may not write to its own offsets topic " + kept
                    + ": the marks of its transactions are kept there");
        }
        begin();
        producer.send(record, callback);
    }

    /**
     * Without offsets that depend on it. Blocks until it is certain.
     *
     * @throws org.apache.kafka.common.KafkaException when it failed, or may have
     */
    public void commit() {
        begin();
        producer.commitTransaction();
        open = false;
    }

    /**
     * The same with a mark.
     *
     * @return where the mark is; null when that is not known
     * @throws ConnectException when the mark may not be written
     */
    public @Nullable MarkPosition commit(String mark) {
        begin();
        Future<RecordMetadata> sent = null;
        try {
            if (partitions == 0) {
                partitions = producer.partitionsFor(marks.topic().name()).size();
            }
            sent = producer.send(marks.record(task, mark, partitions));
            commit();
        } catch (KafkaException e) {
            throw withoutRight(e) ? marks.topic().missingRight("WRITE", "producer", e) : e;
        }
        return position(sent);
    }

    private boolean withoutRight(KafkaException failure) {
        Throwable reason = failure instanceof TopicAuthorizationException ? failure : failure.getCause();
        return reason instanceof TopicAuthorizationException denied
                && denied.unauthorizedTopics().contains(marks.topic().name());
    }

    /** What is committed was acknowledged before. */
    private static @Nullable MarkPosition position(Future<RecordMetadata> sent) {
        try {
            RecordMetadata at = sent.isDone() ? sent.get() : null;
            return at == null || !at.hasOffset() ? null : new MarkPosition(at.partition(), at.offset());
        } catch (ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    public void abort() {
        producer.abortTransaction();
        open = false;
    }

    private void begin() {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
    }

    /** What is open is aborted. */
    @Override
    public void close() {
        Closing.quietly(() -> producer.close(CLOSE_TIMEOUT));
    }

    /** Nothing can be committed from here on. May wait for the producer's thread. Safe from any thread. */
    public void abandon() {
        Closing.quietly(() -> producer.close(Duration.ZERO));
    }
}
