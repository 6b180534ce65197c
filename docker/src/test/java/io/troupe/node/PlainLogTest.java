package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.troupe.worker.Concealment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The patterns that are shipped. */
final class PlainLogTest {

    private static final String FORGED = "\n[2026-01-01 00:00:00,000] ERROR forged";

    private final LoggerContext context = new LoggerContext();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void stop() {
        context.stop();
        Concealment.NONE.enter();
    }

    private String written(String file, String appender, String message, @Nullable Throwable failure)
            throws JoranException {
        context.putProperty("troupe.log.file", folder.resolve("log").toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(PlainLogTest.class.getResource("/" + file));
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("some.Logger"), Level.ERROR, message, failure, null);
        event.setMDCPropertyMap(Map.of("connector.context", "[a" + FORGED + "|worker] "));
        OutputStreamAppender<ILoggingEvent> output =
                (OutputStreamAppender<ILoggingEvent>) context.getLogger("root").getAppender(appender);
        return new String(output.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"logback.xml, console", "logback-quickstart.xml, file"})
    void aMessageIsOneLine(String file, String appender) throws JoranException {
        String text = written(file, appender, "it\u001B[31m\u202E" + FORGED + "\r\u2028", null);

        assertThat(text)
                .endsWith(" ERROR [a\\n[2026-01-01 00:00:00,000] ERROR forged|worker] it\\u001B[31m\\u202E\\n"
                        + "[2026-01-01 00:00:00,000] ERROR forged\\r\\u2028 (some.Logger)\n");
        assertThat(text.lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"logback.xml, console", "logback-quickstart.xml, file"})
    void noLineOfATraceLooksLikeOneOfTheLog(String file, String appender) throws JoranException {
        Exception failure = new IllegalStateException(
                "first\u001B" + FORGED + "\r" + FORGED, new IllegalArgumentException("second" + FORGED));
        List<String> lines =
                written(file, appender, "it failed", failure).lines().toList();

        assertThat(lines.subList(1, lines.size()))
                .noneMatch(line -> line.startsWith("["))
                .noneMatch(line -> line.contains("\u001B"))
                .contains("java.lang.IllegalStateException: first\\u001B", "\t[2026-01-01 00:00:00,000] ERROR forged")
                .anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalArgumentException: second"))
                .anyMatch(line -> line.startsWith("\tat io.troupe.node.PlainLogTest"));
    }

    @ParameterizedTest
    @CsvSource({"logback.xml, console", "logback-quickstart.xml, file"})
    void secretsOfTheThreadAreLeftOut(String file, String appender) throws JoranException {
        Map<String, String> config = Map.of("some.password", "hush-hush");
        Concealment.of(config, config).enter();

        assertThat(written(file, appender, "with hush-hush", new IllegalStateException("hush-hush")))
                .contains("with [hidden]", "IllegalStateException: [hidden]")
                .doesNotContain("hush-hush");
    }
}
