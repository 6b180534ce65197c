package io.troupe.worker.metrics;

import io.troupe.persistence.Ordered;
import java.util.Map;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.health.ConnectorType;

/**
 * What a task is made of, as its figures name it.
 *
 * @param transforms by alias
 * @param predicates by alias
 */
public record TaskPlugins(
        ConnectorType type,
        Plugin connector,
        Plugin task,
        Plugin keyConverter,
        Plugin valueConverter,
        Plugin headerConverter,
        Map<String, Plugin> transforms,
        Map<String, Plugin> predicates) {

    /** Of a task whose plugins are not made yet. */
    static final TaskPlugins UNKNOWN = new TaskPlugins(
            ConnectorType.UNKNOWN,
            Plugin.UNKNOWN,
            Plugin.UNKNOWN,
            Plugin.UNKNOWN,
            Plugin.UNKNOWN,
            Plugin.UNKNOWN,
            Map.of(),
            Map.of());

    public TaskPlugins {
        transforms = Ordered.copyOf(transforms);
        predicates = Ordered.copyOf(predicates);
    }

    /** A plugin's class and version. */
    public record Plugin(String className, String version) {

        private static final String UNDEFINED = "undefined";
        static final Plugin UNKNOWN = new Plugin("", UNDEFINED);

        /** Asks the plugin for its version; not every one has one. */
        public static Plugin of(Object plugin) {
            return new Plugin(plugin.getClass().getName(), version(plugin));
        }

        private static String version(Object plugin) {
            try {
                String version = plugin instanceof Versioned versioned ? versioned.version() : null;
                return version == null ? UNDEFINED : version;
            } catch (RuntimeException | LinkageError e) {
                return UNDEFINED; // no reason for a task not to run
            }
        }
    }
}
