package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSurveyTest {
    private static final Path CONNECT_FILE = Path.of("target", "connect-file", "connect-file.jar");

    private final Path file;

    InputSurveyTest(@TempDir Path folder) {
        this.file = folder.resolve("input.txt");
    }

    @Test
    void countsLinesOfAPlainFile() throws IOException {
        InputSurvey survey = of("one\nzwölf\n\n🎭\n");

        assertThat(survey.lines()).isEqualTo(4);
        assertThat(survey.copyBytes()).isEqualTo(survey.bytes());
        assertThat(survey.longestLine()).isEqualTo(5);
        assertThat(survey.isFaithful()).isTrue();
        assertThat(survey.needsNewline()).isFalse();
    }

    @Test
    void knowsAnEmptyFile() throws IOException {
        InputSurvey survey = of("");

        assertThat(survey.isEmpty()).isTrue();
        assertThat(survey.needsNewline()).isFalse();
        assertThat(survey.lines()).isZero();
        assertThat(survey.copyBytes()).isZero();
    }

    @Test
    void countsALastLineWithoutNewlineAsIfItHadOne() throws IOException {
        InputSurvey survey = of("one\ntwo");

        assertThat(survey.needsNewline()).isTrue();
        assertThat(survey.lines()).isEqualTo(2);
        assertThat(survey.copyBytes()).isEqualTo(8);
    }

    @Test
    void takesCarriageReturnsForEndsOfLines() throws IOException {
        InputSurvey survey = of("dos\r\nold\rmac\r\n\r\r\n");

        assertThat(survey.carriageReturns()).isEqualTo(5);
        assertThat(survey.lines()).isEqualTo(5);
        assertThat(survey.copyBytes()).isEqualTo("dos\nold\nmac\n\n\n".length());
        assertThat(survey.isFaithful()).isFalse();
    }

    @Test
    void countsWhatIsNotUtf8AndItsReplacement() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("ok \n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {(byte) 0xFF, 'a', (byte) 0xC3, '\n', (byte) 0xE2, (byte) 0x82});
        InputSurvey survey = of(bytes.toByteArray());

        assertThat(survey.malformed()).isEqualTo(3);
        assertThat(survey.copyBytes())
                .isEqualTo(
                        new String(bytes.toByteArray(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8).length
                                + 1);
    }

    @Test
    void seesCharactersThatLieAcrossItsPieces() throws IOException {
        String text = "x" + "🎭é".repeat(50_000) + "\n";
        InputSurvey survey = of(text);

        assertThat(survey.isFaithful()).isTrue();
        assertThat(survey.copyBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(survey.longestLine()).isEqualTo(text.length() - 1);
    }

    @Test
    void isNeededBecauseLinesBehindAFullBatchStayBehind() throws Exception {
        of("line\n".repeat(2005));

        assertThat(recordsOf(2000)).isEqualTo(2000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1999, 2000, 2005, 4000, 4001, 8003, 40_001})
    void choosesABatchSizeThatLetsTheLastLinesOut(int lines) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= lines; line++) {
            text.append(line).append('\n');
        }
        InputSurvey survey = of(text.toString());

        assertThat(survey.lines()).isEqualTo(lines);
        assertThat(recordsOf(survey.batchSize())).isEqualTo(lines);
    }

    /** Polls as a worker does, until the task has nothing more to say. */
    private int recordsOf(int batchSize) throws Exception {
        try (URLClassLoader plugin =
                new URLClassLoader(new URL[] {CONNECT_FILE.toUri().toURL()})) {
            return recordsOf(
                    batchSize, (SourceTask) plugin.loadClass("org.apache.kafka.connect.file.FileStreamSourceTask")
                            .getConstructor()
                            .newInstance());
        }
    }

    private int recordsOf(int batchSize, SourceTask task) throws InterruptedException {
        task.initialize(contextWithoutOffsets());
        task.start(Map.of("file", file.toString(), "topic", "lines", "batch.size", String.valueOf(batchSize)));
        try {
            int count = 0;
            for (List<SourceRecord> batch = task.poll(); batch != null; batch = task.poll()) {
                count += batch.size();
            }
            return count;
        } finally {
            task.stop();
        }
    }

    private static SourceTaskContext contextWithoutOffsets() {
        ClassLoader loader = InputSurveyTest.class.getClassLoader();
        Object reader = Proxy.newProxyInstance(
                loader, new Class<?>[] {OffsetStorageReader.class}, (proxy, method, arguments) -> null);
        return (SourceTaskContext) Proxy.newProxyInstance(
                loader, new Class<?>[] {SourceTaskContext.class}, (proxy, method, arguments) -> reader);
    }

    private InputSurvey of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private InputSurvey of(byte[] bytes) throws IOException {
        return InputSurvey.of(Files.write(file, bytes));
    }
}
