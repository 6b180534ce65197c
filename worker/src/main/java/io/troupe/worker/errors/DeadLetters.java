package io.troupe.worker.errors;

import io.troupe.persistence.TaskId;
import io.troupe.worker.Closing;
import io.troupe.worker.Traces;
import io.troupe.worker.metrics.ErrorMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letter queue of a sink task: failed records as they lay in Kafka, on request with headers that say what
 * happened. Knows which records are not in the queue yet, so that their offsets are not committed before.
 */
public final class DeadLetters implements ErrorReporter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String HEADER = "__connect.errors.";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TaskId task;
    private final ErrorSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final ErrorMetrics metrics;
    /** Letters on their way, by the offset of their record: after a rewind there may be two of one. */
    private final Map<TopicPartition, ConcurrentSkipListMap<Long, Integer>> unsent = new ConcurrentHashMap<>();

    /** Closes the producer in the end. */
    public DeadLetters(TaskId task, ErrorSettings settings, Producer<byte[], byte[]> producer, ErrorMetrics metrics) {
        this.task = task;
        this.settings = settings;
        this.producer = producer;
        this.metrics = metrics;
    }

    /** A record that does not come from Kafka has no place here, and is done with. */
    @Override
    public CompletableFuture<?> report(FailedRecord failed) {
        ConsumerRecord<byte[], byte[]> record = failed.consumed();
        if (record == null) {
            return CompletableFuture.completedFuture(null);
        }
        metrics.deadLetterRequest();
        ConcurrentSkipListMap<Long, Integer> offsets = unsent.computeIfAbsent(
                new TopicPartition(record.topic(), record.partition()), key -> new ConcurrentSkipListMap<>());
        offsets.merge(record.offset(), 1, Integer::sum);
        CompletableFuture<Void> written = new CompletableFuture<>();
        try {
            send(letter(failed, record), offsets, record.offset(), written);
        } catch (RuntimeException e) {
            ended(offsets, record.offset(), written, e);
        }
        return written;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    private void send(
            ProducerRecord<byte[], byte[]> letter,
            ConcurrentSkipListMap<Long, Integer> offsets,
            long offset,
            CompletableFuture<Void> written) {
        producer.send(letter, (metadata, failure) -> ended(offsets, offset, written, failure));
    }

    private void ended(
            ConcurrentSkipListMap<Long, Integer> offsets,
            long offset,
            CompletableFuture<Void> written,
            @Nullable Exception failure) {
        offsets.computeIfPresent(offset, (key, letters) -> letters == 1 ? null : letters - 1);
        if (failure == null) {
            written.complete(null);
        } else {
            metrics.deadLetterFailure();
            LOG.error("A record could not be written to {}", settings.deadLetterTopic(), failure);
            written.completeExceptionally(failure);
        }
    }

    /** The earliest offset of a partition whose record is still on its way to the queue; null when none is. */
    public @Nullable Long firstUnsent(TopicPartition partition) {
        ConcurrentSkipListMap<Long, Integer> offsets = unsent.get(partition);
        Map.Entry<Long, Integer> first = offsets == null ? null : offsets.firstEntry();
        return first == null ? null : first.getKey();
    }

    private ProducerRecord<byte[], byte[]> letter(FailedRecord failed, ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders(record.headers());
        if (settings.deadLetterHeaders()) {
            describe(failed, record, headers);
        }
        Long time = record.timestamp() == ConsumerRecord.NO_TIMESTAMP ? null : record.timestamp();
        return new ProducerRecord<>(settings.deadLetterTopic(), null, time, record.key(), record.value(), headers);
    }

    /** In the contract's order. */
    private void describe(FailedRecord failed, ConsumerRecord<byte[], byte[]> record, Headers headers) {
        add(headers, "topic", record.topic());
        add(headers, "partition", Integer.toString(record.partition()));
        add(headers, "offset", Long.toString(record.offset()));
        add(headers, "connector.name", task.connector().name());
        add(headers, "task.id", Integer.toString(task.number()));
        add(headers, "stage", failed.stage().name());
        add(headers, "class.name", failed.by().getName());
        add(headers, "exception.class.name", failed.error().getClass().getName());
        add(headers, "exception.message", failed.error().getMessage());
        add(headers, "exception.stacktrace", Traces.whole(failed.error()));
    }

    private static void add(Headers headers, String name, @Nullable String text) {
        headers.add(HEADER + name, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        Closing.quietly(() -> producer.close(CLOSE_TIMEOUT));
    }
}
