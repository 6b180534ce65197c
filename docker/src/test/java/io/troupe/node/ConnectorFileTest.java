package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorFileTest {
    private final Path file;

    ConnectorFileTest(@TempDir Path folder) {
        this.file = folder.resolve("connector");
    }

    @Test
    void readsProperties() throws IOException {
        ConnectorFile connector = read("# a sink\nname = orders\ntasks.max=2\n");

        assertThat(connector.name()).isEqualTo("orders");
        assertThat(connector.config()).isEqualTo(Map.of("name", "orders", "tasks.max", "2"));
        assertThat(connector.initialState()).isEmpty();
    }

    @Test
    void readsFlatJson() throws IOException {
        ConnectorFile connector = read("\n {\"name\": \"orders\", \"tasks.max\": 2, \"errors.log.enable\": true}");

        assertThat(connector.name()).isEqualTo("orders");
        assertThat(connector.config())
                .isEqualTo(Map.of("name", "orders", "tasks.max", "2", "errors.log.enable", "true"));
    }

    @Test
    void readsTheEnvelope() throws IOException {
        ConnectorFile connector =
                read("{\"name\": \"orders\", \"initial_state\": \"PAUSED\", \"config\": {\"tasks.max\": \"2\"}}");

        assertThat(connector.config()).isEqualTo(Map.of("name", "orders", "tasks.max", "2"));
        assertThat(connector.initialState()).contains("PAUSED");
    }

    @Test
    void refusesWhatNamesNoConnector() {
        refuses("tasks.max=2\n", "does not name its connector");
        refuses("{\"config\": {\"tasks.max\": \"2\"}}", "does not name its connector");
        refuses("{\"name\": \"a\", \"config\": {\"name\": \"b\"}}", "\"a\" outside and \"b\" inside");
        refuses("{\"name\": \"a\", \"transforms\": [1]}", "more than a plain value at \"transforms\"");
        refuses("{\"name\": ", "is not valid JSON");
    }

    @Test
    void readsUtf8AndWhatIsNot() throws IOException {
        Files.write(file, "name=Größe\n".getBytes(StandardCharsets.UTF_8));
        assertThat(PropertiesFile.read(file)).containsEntry("name", "Größe");

        Files.write(file, "name=Größe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(PropertiesFile.read(file)).containsEntry("name", "Größe");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-8, EFBBBF", "UTF-16LE, FFFE", "UTF-16BE, ''", "UTF-32BE, 0000FEFF", "UTF-32LE, ''"})
    void readsJsonInEveryEncodingThatItMayHave(String charset, String mark) throws IOException {
        Files.write(file, HexFormat.of().parseHex(mark));
        Files.write(file, "{\"name\": \"Größe\"}".getBytes(Charset.forName(charset)), StandardOpenOption.APPEND);

        assertThat(ConnectorFile.read(file).config()).isEqualTo(Map.of("name", "Größe"));
    }

    @Test
    void refusesJsonThatIsNoText() throws IOException {
        Files.write(file, "{\"name\": \"Größe\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ConnectorFile.read(file))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("what begins at byte 12 is not UTF-8");
    }

    @Test
    void readsPropertiesBehindAByteOrderMark() throws IOException {
        assertThat(read("\uFEFFname=orders\n").name()).isEqualTo("orders");
    }

    @Test
    void completesAStandaloneWorker() {
        assertThat(StandaloneCommand.workerSettings(Map.of("offset.storage.file.filename", "/tmp/connect.offsets")))
                .containsEntry("troupe.database.url", "jdbc:h2:file:/tmp/connect.offsets.troupe")
                .containsEntry("troupe.cluster.listener", "127.0.0.1:0");
        assertThat(StandaloneCommand.workerSettings(Map.of("troupe.database.url", "jdbc:x", "group.id", "mine")))
                .containsEntry("troupe.database.url", "jdbc:x")
                .containsEntry("group.id", "mine");
        assertThat(StandaloneCommand.workerSettings(Map.of()).get("troupe.database.url"))
                .startsWith("jdbc:h2:file:/")
                .endsWith("/data/standalone");
    }

    private void refuses(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(reason)
                .extracting(it -> ((CommandFailed) it).status())
                .isEqualTo(CommandFailed.REFUSED_CONNECTOR);
    }

    private ConnectorFile read(String text) throws IOException {
        return ConnectorFile.read(Files.writeString(file, text));
    }
}
