package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.troupe.cluster.logger.LoggerLevel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expectations as in contract/rest/loggers.json. */
final class LogbackLoggersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC);

    private final LoggerContext context = new LoggerContext();
    private final LogbackLoggers loggers = new LogbackLoggers(context, CLOCK);

    @BeforeEach
    void configure() {
        context.getLogger("root").setLevel(Level.INFO);
    }

    @Test
    void theRootIsKnownInAnyCase() {
        assertThat(loggers.list()).containsOnlyKeys("root");
        assertThat(loggers.find("root")).hasValue(new LoggerLevel("INFO", null));
        assertThat(loggers.find("ROOT")).hasValue(new LoggerLevel("INFO", null));
        assertThat(loggers.find("a")).isEmpty();
    }

    @Test
    void settingALoggerSetsThoseBelowIt() {
        assertThat(loggers.set("a.b", "trace")).containsExactly("a.b");
        assertThat(loggers.set("a.bc", "WARN")).containsExactly("a.bc");
        assertThat(loggers.set("a.b", "DEBUG")).containsExactly("a.b");
        assertThat(loggers.set("a", "ERROR")).containsExactly("a", "a.b", "a.bc");
        assertThat(loggers.set("a", "ERROR")).isEmpty();
        assertThat(loggers.set("root", "WARN")).containsExactly("a", "a.b", "a.bc", "root");
        assertThat(loggers.find("a.b")).hasValue(new LoggerLevel("WARN", 1234L));
        assertThat(context.getLogger("a.b.c").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aLevelThatLogbackLacksIsShownAsItWasSet() {
        assertThat(loggers.set("a", "FATAL")).containsExactly("a");
        assertThat(loggers.find("a")).hasValue(new LoggerLevel("FATAL", 1234L));
        assertThat(context.getLogger("a").getLevel()).isEqualTo(Level.ERROR);
        context.getLogger("a").setLevel(Level.TRACE);
        assertThat(loggers.find("a")).hasValue(new LoggerLevel("TRACE", 1234L));
    }

    @Test
    void whatShowsTheValuesOfStatementsStaysAtInfo() {
        context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
        context.getLogger("slick.jdbc.JdbcBackend");

        assertThat(loggers.set("slick.jdbc", "TRACE")).isEmpty();
        loggers.set("root", "DEBUG");
        loggers.set("com", "ALL");
        loggers.set("org.postgresql.core.v3", "TRACE");

        for (String name : new String[] {
            "slick",
            "slick.jdbc",
            "slick.jdbc.JdbcBackend.benchmark",
            "h2database",
            "org.h2",
            "com.zaxxer.hikari.pool",
            "org.postgresql",
            "org.postgresql.core.v3.QueryExecutorImpl"
        }) {
            assertThat(context.getLogger(name).getEffectiveLevel()).as(name).isEqualTo(Level.INFO);
        }
        assertThat(loggers.find("slick")).hasValue(new LoggerLevel("INFO", null));
        assertThat(context.getLogger("slickest").getEffectiveLevel()).isEqualTo(Level.DEBUG);
        loggers.set("slick", "ERROR");
        assertThat(context.getLogger("slick.jdbc").getEffectiveLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void levelsAreThoseOfKafkaConnect() {
        for (String level : new String[] {"OFF", "FATAL", "ERROR", "WARN", "info", "Debug", "TRACE", "ALL"}) {
            assertThat(loggers.knows(level)).isTrue();
        }
        assertThat(loggers.knows("LOUD")).isFalse();
        assertThat(loggers.knows("5")).isFalse();
    }
}
