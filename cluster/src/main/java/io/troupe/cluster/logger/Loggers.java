package io.troupe.cluster.logger;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The loggers of this process, whatever library writes their lines. The one above all others is {@code root}. */
public interface Loggers {

    SortedMap<String, LoggerLevel> list();

    Optional<LoggerLevel> find(String name);

    /** @param level in any case */
    boolean knows(String level);

    /**
     * Sets a logger, which is made when there is none, and all below it.
     *
     * @param level one that is known
     * @return the names of those whose level is another now, sorted
     */
    List<String> set(String name, String level);
}
