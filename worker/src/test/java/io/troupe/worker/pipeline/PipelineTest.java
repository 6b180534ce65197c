package io.troupe.worker.pipeline;

import static io.troupe.worker.pipeline.Piping.config;
import static io.troupe.worker.pipeline.Piping.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of a record goes where. */
class PipelineTest {

    private static ProducerRecord<byte[], byte[]> encoded(@Nullable Integer partition, @Nullable Long timestamp) {
        SourceRecord record = new SourceRecord(
                Map.of(), Map.of(), "t", partition, Schema.STRING_SCHEMA, "k", null, null, timestamp, null);
        return Objects.requireNonNull(Piping.source(Map.of()).encode(record));
    }

    private static SinkRecord decoded(Map<String, String> config, ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(Piping.sink(config).decode(record));
    }

    private static ConsumerRecord<byte[], byte[]> consumed(TimestampType type, @Nullable String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", "7".getBytes(UTF_8));
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        return new ConsumerRecord<>(
                "t", 3, 12, 1000, type, 1, 1, "k".getBytes(UTF_8), bytes, headers, Optional.empty());
    }

    @Test
    void aSinkRecordKnowsWhatItWasInKafka() {
        ConsumerRecord<byte[], byte[]> consumed = consumed(TimestampType.CREATE_TIME, "v");

        SinkRecord plain = decoded(Map.of(), consumed);
        SinkRecord routed = decoded(
                Map.of(
                        "transforms", "route",
                        "transforms.route.type", "RegexRouter",
                        "transforms.route.regex", "t",
                        "transforms.route.replacement", "elsewhere"),
                consumed);
        SinkRecord remade =
                decoded(Map.of("transforms", "remake", "transforms.remake.type", Remaking.class.getName()), consumed);

        assertThat(Stream.of(plain, routed, remade)).allSatisfy(record -> assertThat(
                        ((InternalSinkRecord) record).context().original())
                .isSameAs(consumed));
        assertThat(routed.topic()).isEqualTo("elsewhere");
        assertThat(routed.originalTopic()).isEqualTo("t");
        assertThat(routed.kafkaOffset()).isEqualTo(12);
        assertThat(routed.timestamp()).isEqualTo(1000);
        assertThat(remade.value()).isEqualTo("remade");
        assertThat(remade.kafkaOffset()).isEqualTo(99);
    }

    /** Makes records as none ought to: not by those that it gets. */
    public static final class Remaking implements Transformation<SinkRecord> {

        @Override
        public SinkRecord apply(SinkRecord record) {
            return new SinkRecord("t", 3, null, null, null, "remade", 99);
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }

    @Test
    void aSourceRecordKeepsItsPartitionAndTime() {
        assertThat(encoded(4, 1000L))
                .returns("t", ProducerRecord::topic)
                .returns(4, ProducerRecord::partition)
                .returns(1000L, ProducerRecord::timestamp)
                .returns("k", record -> text(record.key()))
                .returns("null", record -> text(record.value()));
    }

    @Test
    void withoutPartitionAndTimeTheProducerChooses() {
        assertThat(encoded(null, null))
                .returns(null, ProducerRecord::partition)
                .returns(null, ProducerRecord::timestamp);
        assertThat(encoded(null, -1L))
                .as("how Kafka says that there is no time")
                .returns(null, ProducerRecord::timestamp);
    }

    @Test
    void manyHeadersOfOneNameStay() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("h", "1").addString("h", "2");
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, null, null, null, "v", null, headers);

        ProducerRecord<byte[], byte[]> encoded =
                Objects.requireNonNull(Piping.source(Map.of()).encode(record));

        assertThat(encoded.headers().headers("h"))
                .extracting(header -> text(header.value()))
                .containsExactly("1", "2");
    }

    @Test
    void aSinkRecordKnowsWhereItCameFrom() {
        SinkRecord record = decoded(Map.of(), consumed(TimestampType.LOG_APPEND_TIME, "v"));

        assertThat(record)
                .returns("t", SinkRecord::topic)
                .returns(3, SinkRecord::kafkaPartition)
                .returns(12L, SinkRecord::kafkaOffset)
                .returns(1000L, SinkRecord::timestamp)
                .returns(TimestampType.LOG_APPEND_TIME, SinkRecord::timestampType)
                .returns("k", SinkRecord::key)
                .returns("v", SinkRecord::value);
        assertThat(record.headers().lastWithName("h").value()).isEqualTo((byte) 7);
    }

    @Test
    void aSinkRecordKeepsItsOriginBehindATransformation() {
        Map<String, String> router = config(
                "transforms", "r",
                "transforms.r.type", "RegexRouter",
                "transforms.r.regex", ".*",
                "transforms.r.replacement", "elsewhere");

        assertThat(decoded(router, consumed(TimestampType.CREATE_TIME, null)))
                .returns("elsewhere", SinkRecord::topic)
                .returns("t", SinkRecord::originalTopic)
                .returns(3, SinkRecord::originalKafkaPartition)
                .returns(12L, SinkRecord::originalKafkaOffset);
    }

    @Test
    void aRecordWithoutTimeHasNone() {
        assertThat(decoded(Map.of(), consumed(TimestampType.NO_TIMESTAMP_TYPE, null)))
                .returns(null, SinkRecord::timestamp)
                .returns(null, SinkRecord::value);
    }

    @Test
    void aRecordThatCannotBeReadFailsWithItsReason() {
        Map<String, String> json = config("value.converter", "JsonConverter");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> decoded(json, consumed(TimestampType.CREATE_TIME, "{")))
                .withMessage("Tolerance exceeded in error handler")
                .withCauseInstanceOf(DataException.class);
    }
}
