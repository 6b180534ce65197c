package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class MainTest {
    private final Path folder;
    private final PrintStream console = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(console);
    }

    @Test
    void answersUsageErrorsWithOneLineAndTwo() {
        fails(2, "Missing required parameter: 'FILE.properties' (see troupe worker --help)", "worker");
        fails(2, "Unmatched argument at index 2: 'b' (see troupe worker --help)", "worker", "a", "b");
        fails(2, "Missing required parameter: 'WORKER.properties' (see troupe standalone --help)", "standalone");
        fails(
                2,
                "Invalid value for option '--port': 'x' is not an int (see troupe broker --help)",
                "broker",
                "--port",
                "x");
    }

    @Test
    void answersAnUnusableFileWithOneLineAndOne() throws IOException {
        Path missing = folder.resolve("missing.properties");
        Path broken = file("broken.properties", "a=\\u12\n");

        fails(1, missing + " does not exist", "worker", missing.toString());
        fails(1, folder + " is not a file", "worker", folder.toString());
        fails(1, broken + " has a malformed \\uxxxx escape", "worker", broken.toString());
    }

    @Test
    void answersAMissingSettingWithItsName() throws IOException {
        Path empty = file("empty.properties", "");

        assertThat(Main.run("worker", empty.toString())).isEqualTo(1);
        assertThat(said())
                .containsAnyOf("bootstrap.servers", "group.id", "key.converter")
                .hasLineCount(1);
    }

    @Test
    void answersAnUnusableConnectorFileWithThree() throws IOException {
        Path worker = file("worker.properties", "bootstrap.servers=localhost:1\n");
        Path nameless = file("nameless.json", "{\"connector.class\": \"FileStreamSink\"}");

        fails(
                3,
                nameless + " does not name its connector (the setting \"name\")",
                "standalone",
                worker.toString(),
                nameless.toString());
    }

    @Test
    void refusesQuickstartOfAMissingFile() {
        Path missing = folder.resolve("missing.txt");

        fails(1, "Input " + missing + " does not exist", "quickstart", "--exit", "--input", missing.toString());
    }

    private void fails(int status, String line, String... arguments) {
        said.reset();
        assertThat(Main.run(arguments)).isEqualTo(status);
        assertThat(said()).isEqualTo("troupe: " + line + System.lineSeparator());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
