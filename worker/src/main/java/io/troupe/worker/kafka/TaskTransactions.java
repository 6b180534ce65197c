package io.troupe.worker.kafka;

import io.troupe.worker.Closing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one source task, one after the other, each begun when there is something for it. With the
 * records a transaction carries a mark: the offset of a consumer group that no consumer uses. Kafka shows the mark of
 * the last transaction that was committed to whoever asks, at once and however much was written since; an offset in a
 * topic would have to be looked for.
 */
public final class TaskTransactions implements AutoCloseable {

    /** Any partition that exists would do; this one always does, and cannot be deleted. */
    static final TopicPartition MARK = new TopicPartition("__consumer_offsets", 0);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata marks;
    private boolean open;

    @SuppressWarnings("removal") // the only way to name a group that no consumer of ours is in
    public TaskTransactions(Producer<byte[], byte[]> producer, TransactionIds ids, int task) {
        this.producer = producer;
        this.marks = new ConsumerGroupMetadata(ids.marks(task));
    }

    /** From here on no earlier run of the task can commit anything, and what it had open is over. */
    public void takeOver() {
        producer.initTransactions();
    }

    /** True when there is something to commit. */
    public boolean isOpen() {
        return open;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    public void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        begin();
        producer.send(record, callback);
    }

    /**
     * Blocks until it is certain.
     *
     * @param mark null when there are no offsets that depend on it
     * @throws org.apache.kafka.common.KafkaException when it failed, or may have
     */
    public void commit(@Nullable String mark) {
        begin();
        if (mark != null) {
            producer.sendOffsetsToTransaction(Map.of(MARK, new OffsetAndMetadata(0, Optional.empty(), mark)), marks);
        }
        producer.commitTransaction();
        open = false;
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
