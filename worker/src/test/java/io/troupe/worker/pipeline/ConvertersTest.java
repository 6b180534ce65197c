package io.troupe.worker.pipeline;

import static io.troupe.worker.pipeline.Piping.config;
import static io.troupe.worker.pipeline.Piping.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Which converter, with which settings: contract/behaviours.md, section 8. */
class ConvertersTest {

    private static final String TELLING = Telling.class.getName();
    private static final Map<String, String> WORKER = Map.of(
            "key.converter",
            TELLING,
            "key.converter.mine",
            "worker",
            "value.converter",
            TELLING,
            "value.converter.mine",
            "worker",
            "header.converter",
            TELLING,
            "header.converter.mine",
            "worker");

    private static ProducerRecord<byte[], byte[]> encoded(Map<String, String> config) {
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, "v");
        record.headers().addString("h", "x");
        SourcePipeline pipeline = Piping.source(WORKER, config);
        return Objects.requireNonNull(pipeline.encode(record));
    }

    private static String header(ProducerRecord<byte[], byte[]> record) {
        return text(record.headers().lastHeader("h").value());
    }

    @Test
    void theWorkersConvertersComeWithTheWorkersSettings() {
        ProducerRecord<byte[], byte[]> record = encoded(Map.of());

        assertThat(text(record.key())).isEqualTo("key{converter.type=key, mine=worker}");
        assertThat(text(record.value())).isEqualTo("value{converter.type=value, mine=worker}");
        assertThat(header(record)).isEqualTo("{converter.type=header, mine=worker}");
    }

    @Test
    void theConnectorsConvertersComeWithItsOwnSettingsOnly() {
        ProducerRecord<byte[], byte[]> record = encoded(config(
                "key.converter",
                TELLING,
                "key.converter.its",
                "own",
                "value.converter",
                TELLING,
                "header.converter",
                " " + TELLING + " ",
                "header.converter.its",
                "own"));

        assertThat(text(record.key())).isEqualTo("key{converter.type=key, its=own}");
        assertThat(text(record.value())).isEqualTo("value{converter.type=value}");
        assertThat(header(record)).isEqualTo("{converter.type=header, its=own}");
    }

    @Test
    void settingsOfAConverterThatTheConnectorDoesNotNameDoNotCount() {
        ProducerRecord<byte[], byte[]> record = encoded(config("value.converter.its", "own"));

        assertThat(text(record.value())).isEqualTo("value{converter.type=value, mine=worker}");
    }

    @Test
    void headersAreTextByDefault() {
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, "v");
        record.headers().addInt("h", 7);
        ProducerRecord<byte[], byte[]> encoded =
                Objects.requireNonNull(Piping.source(Map.of()).encode(record));

        assertThat(header(encoded)).isEqualTo("7");
    }

    @Test
    void aConverterGoesByItsAliasToo() {
        Map<String, String> config = config("value.converter", "Json", "value.converter.schemas.enable", "false");
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, Map.of("a", 1));

        ProducerRecord<byte[], byte[]> encoded =
                Objects.requireNonNull(Piping.source(config).encode(record));

        assertThat(text(encoded.value())).isEqualTo("{\"a\":1}");
    }

    @Test
    void aClassThatIsNotThereIsNamed() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Piping.source(config("value.converter", "no.such.Converter")))
                .withMessageContaining("no.such.Converter");
    }

    @Test
    void aConverterThatNobodyNamesIsAskedFor() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Piping.source(Map.of(), Map.of()))
                .withMessageContaining("key.converter");
    }
}
