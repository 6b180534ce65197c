package io.troupe.worker.errors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.worker.metrics.TestMetrics;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 3);

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());

    private DeadLetters letters(boolean headers) {
        return new DeadLetters(
                new TaskId(new ConnectorId("orders", 1), 2),
                ErrorSettings.of(Map.of(
                        "errors.deadletterqueue.topic.name",
                        "dlq",
                        "errors.deadletterqueue.context.headers.enable",
                        Boolean.toString(headers))),
                producer,
                TestMetrics.ofTask("t").errors());
    }

    private static FailedRecord failed(long offset) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("own", "1".getBytes(UTF_8));
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "t",
                3,
                offset,
                1000,
                TimestampType.CREATE_TIME,
                1,
                1,
                "k".getBytes(UTF_8),
                "v".getBytes(UTF_8),
                headers,
                Optional.empty());
        return new FailedRecord(record, Stage.VALUE_CONVERTER, String.class, new DataException("bad"));
    }

    @Test
    void aLetterIsTheRecordAsItLayInKafka() {
        assertThat(letters(false).report(failed(7))).isNotDone();

        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.partition()).isNull();
        assertThat(letter.timestamp()).isEqualTo(1000L);
        assertThat(letter.key()).asString(UTF_8).isEqualTo("k");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("v");
        assertThat(letter.headers()).extracting(header -> header.key()).containsExactly("own");
    }

    @Test
    void itsHeadersSayWhatHappenedInTheContractsOrder() {
        assertThat(letters(true).report(failed(7))).isNotDone();

        assertThat(Arrays.stream(producer.history().get(0).headers().toArray())
                        .skip(1)
                        .limit(9)
                        .map(header -> header.key() + "=" + new String(header.value(), UTF_8)))
                .containsExactly(
                        "__connect.errors.topic=t",
                        "__connect.errors.partition=3",
                        "__connect.errors.offset=7",
                        "__connect.errors.connector.name=orders",
                        "__connect.errors.task.id=2",
                        "__connect.errors.stage=VALUE_CONVERTER",
                        "__connect.errors.class.name=java.lang.String",
                        "__connect.errors.exception.class.name=org.apache.kafka.connect.errors.DataException",
                        "__connect.errors.exception.message=bad");
        assertThat(producer.history()
                        .get(0)
                        .headers()
                        .lastHeader("__connect.errors.exception.stacktrace")
                        .value())
                .asString(UTF_8)
                .startsWith("org.apache.kafka.connect.errors.DataException: bad");
    }

    @Test
    void whatIsOnItsWayIsKnownUntilItArrived() {
        DeadLetters letters = letters(false);
        CompletableFuture<?> seventh = letters.report(failed(7));
        CompletableFuture<?> fifth = letters.report(failed(5));
        assertThat(letters.firstUnsent(PARTITION)).isEqualTo(5L);
        assertThat(letters.firstUnsent(new TopicPartition("t", 4))).isNull();

        producer.completeNext();
        assertThat(seventh).isCompleted();
        assertThat(letters.firstUnsent(PARTITION)).isEqualTo(5L);
        producer.completeNext();
        assertThat(fifth).isCompleted();
        assertThat(letters.firstUnsent(PARTITION)).isNull();
    }

    @Test
    void aRecordThatIsReportedTwiceIsOnItsWayUntilBothLettersArrived() {
        DeadLetters letters = letters(false);
        assertThat(letters.report(failed(7))).isNotDone();
        CompletableFuture<?> again = letters.report(failed(7));

        producer.completeNext();
        assertThat(letters.firstUnsent(PARTITION)).isEqualTo(7L);
        producer.completeNext();
        assertThat(again).isCompleted();
        assertThat(letters.firstUnsent(PARTITION)).isNull();
    }

    @Test
    void aLetterThatCannotBeWrittenIsNotWaitedFor() {
        DeadLetters letters = letters(false);
        CompletableFuture<?> written = letters.report(failed(7));
        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(written).isCompletedExceptionally();
        assertThat(letters.firstUnsent(PARTITION)).isNull();

        producer.sendException = new IllegalStateException("closed");
        assertThat(letters.report(failed(8))).isCompletedExceptionally();
        assertThat(letters.firstUnsent(PARTITION)).isNull();
    }

    @Test
    void aRecordThatIsNotFromKafkaIsNoLetter() {
        FailedRecord own = new FailedRecord("source", Stage.TRANSFORMATION, String.class, new DataException("bad"));

        assertThat(letters(false).report(own)).isCompleted();
        assertThat(producer.history()).isEmpty();
    }
}
