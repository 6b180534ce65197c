package io.troupe.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.troupe.cluster.logger.LoggerLevel;
import io.troupe.cluster.logger.Loggers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** Logback's loggers under the names and levels of Kafka Connect, whose FATAL is Logback's ERROR. */
final class LogbackLoggers implements Loggers {

    private static final String ROOT = "root";
    private static final Map<String, Level> LEVELS = Map.of(
            "OFF", Level.OFF,
            "FATAL", Level.ERROR,
            "ERROR", Level.ERROR,
            "WARN", Level.WARN,
            "INFO", Level.INFO,
            "DEBUG", Level.DEBUG,
            "TRACE", Level.TRACE,
            "ALL", Level.toLevel(Level.ALL_INT));

    /** Below INFO they show statements with their values, and so whatever the journal keeps. */
    private static final List<String> DISCREET =
            List.of("slick", "h2database", "org.h2", "com.zaxxer.hikari", "org.postgresql");

    private final LoggerContext context;
    private final Clock clock;
    private final Map<String, LoggerLevel> modified = new ConcurrentHashMap<>();

    /** Where a program that embeds Troupe logs by another library, there are no loggers to set, and none is harmed. */
    static LogbackLoggers ofThisProcess() {
        return new LogbackLoggers(
                LoggerFactory.getILoggerFactory() instanceof LoggerContext context ? context : new LoggerContext(),
                Clock.systemUTC());
    }

    LogbackLoggers(LoggerContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public SortedMap<String, LoggerLevel> list() {
        SortedMap<String, LoggerLevel> levels = new TreeMap<>();
        context.getLoggerList().forEach(logger -> levels.put(nameOf(logger), levelOf(logger)));
        return levels;
    }

    @Override
    public Optional<LoggerLevel> find(String name) {
        return Optional.ofNullable(context.exists(name.equalsIgnoreCase(ROOT) ? Logger.ROOT_LOGGER_NAME : name))
                .map(this::levelOf);
    }

    @Override
    public boolean knows(String level) {
        return LEVELS.containsKey(level.toUpperCase(Locale.ROOT));
    }

    @Override
    public synchronized List<String> set(String name, String level) {
        Logger top = context.getLogger(name);
        String wanted = level.toUpperCase(Locale.ROOT);
        if (talkative(wanted)) {
            DISCREET.stream().filter(discreet -> below(top, discreet)).forEach(this::detach);
        }
        List<Logger> others = context.getLoggerList().stream()
                .filter(logger ->
                        below(top, logger.getName()) && !levelOf(logger).level().equals(allowed(logger, wanted)))
                .toList();
        List<String> changed = new ArrayList<>();
        for (Logger logger : others) {
            String given = allowed(logger, wanted);
            logger.setLevel(LEVELS.getOrDefault(given, Level.INFO));
            modified.put(logger.getName(), new LoggerLevel(given, clock.millis()));
            changed.add(nameOf(logger));
        }
        changed.sort(null);
        return changed;
    }

    /** What has no level of its own would follow the logger above it. */
    private void detach(String name) {
        Logger logger = context.getLogger(name);
        if (logger.getLevel() == null) {
            logger.setLevel(logger.getEffectiveLevel());
        }
    }

    private static String allowed(Logger logger, String wanted) {
        return talkative(wanted) && DISCREET.stream().anyMatch(discreet -> within(discreet, logger.getName()))
                ? "INFO"
                : wanted;
    }

    private static boolean talkative(String level) {
        return LEVELS.getOrDefault(level, Level.INFO).toInt() < Level.INFO_INT;
    }

    private static boolean below(Logger top, String name) {
        return top.getName().equals(Logger.ROOT_LOGGER_NAME) || within(top.getName(), name);
    }

    private static boolean within(String top, String name) {
        return name.equals(top) || name.startsWith(top + ".");
    }

    /** What was set here, unless somebody set another since. */
    private LoggerLevel levelOf(Logger logger) {
        Level level = logger.getEffectiveLevel();
        LoggerLevel set = modified.get(logger.getName());
        return set == null || !level.equals(LEVELS.get(set.level()))
                ? new LoggerLevel(level.toString(), set == null ? null : set.lastModified())
                : set;
    }

    private static String nameOf(Logger logger) {
        return logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? ROOT : logger.getName();
    }
}
