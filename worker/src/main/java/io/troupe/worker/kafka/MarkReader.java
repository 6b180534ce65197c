package io.troupe.worker.kafka;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.MarkPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the offsets topic up to where it ends now, and sees only what was committed. */
final class MarkReader {

    private static final Logger LOG = LoggerFactory.getLogger(MarkReader.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Without any progress. Behind a transaction that another task's worker left open there is none until that task
     * begins again, or the transaction's time is over: {@code transaction.timeout.ms}.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private static final long REMARKABLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final TransactionMarks marks;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, CommittedMark> found = new HashMap<>();

    /** @param consumer that reads what is committed, and has nothing assigned yet */
    MarkReader(TransactionMarks marks, Consumer<byte[], byte[]> consumer) {
        this.marks = marks;
        this.consumer = consumer;
    }

    /**
     * @param ends of the partitions to be read, transactions that are open included
     * @param from where to begin in its partition; null for the beginning
     */
    Map<Integer, CommittedMark> read(Map<TopicPartition, Long> ends, @Nullable MarkPosition from) {
        try {
            consumer.assign(ends.keySet());
            ends.forEach((partition, end) -> {
                if (from != null && from.partition() == partition.partition() && from.offset() < end) {
                    consumer.seek(partition, from.offset());
                } else {
                    consumer.seekToBeginning(List.of(partition));
                }
            });
            proceed(ends);
            return found;
        } catch (AuthorizationException e) {
            throw marks.topic().missingRight("READ", "consumer", e);
        } catch (WakeupException e) {
            throw new ConnectException("This run of the task is over", e);
        }
    }

    private void proceed(Map<TopicPartition, Long> ends) {
        long begun = System.nanoTime();
        long progress = begun;
        long before = -1;
        boolean told = false;
        while (true) {
            long missing = ends.entrySet().stream()
                    .mapToLong(each -> Math.max(0, each.getValue() - consumer.position(each.getKey())))
                    .sum();
            if (missing == 0) {
                return;
            }
            long now = System.nanoTime();
            if (missing != before) {
                progress = now;
                before = missing;
            } else if (now - progress >= PATIENCE.toNanos()) {
                throw new ConnectException("The offsets topic " + marks.topic().name()
                        + " could not be read to its end: " + missing + " records are left, behind a transaction that"
                        + " stays open, or Kafka does not answer");
            }
            if (!told && now - begun >= REMARKABLE_NANOS) {
                told = true;
                LOG.info(
                        "Reading the marks of transactions in topic {}; {} records are left, of which some may have to"
                                + " wait for another task's transaction",
                        marks.topic().name(),
                        missing);
            }
            consumer.poll(POLL).forEach(this::note);
        }
    }

    /** A topic that was given more partitions has older marks in another one. */
    private void note(ConsumerRecord<byte[], byte[]> record) {
        OptionalInt task = marks.task(record.key());
        String mark = task.isPresent() ? marks.mark(record.value()) : null;
        if (mark != null) {
            found.merge(
                    task.getAsInt(),
                    new CommittedMark(mark, new MarkPosition(record.partition(), record.offset())),
                    (known, next) -> next.number() < known.number() ? known : next);
        }
    }
}
