package io.troupe.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.worker.StockPlugins;
import io.troupe.worker.errors.ErrorReporter;
import io.troupe.worker.errors.ErrorSettings;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.metrics.TestMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pipelines of the plugins on the class path. */
public final class Piping {

    private static final Plugins PLUGINS = StockPlugins.scan();
    private static final PluginDescriptor CONNECTOR = PLUGINS.findConnector("FileStreamSource");
    private static final Map<String, String> WORKER = Map.of(
            "key.converter", "StringConverter",
            "value.converter", "StringConverter");

    private Piping() {}

    /** Of a worker that converts to text by default. */
    public static SourcePipeline source(Map<String, String> config) {
        return source(WORKER, config);
    }

    static SourcePipeline source(Map<String, String> worker, Map<String, String> config) {
        return new Pipelines(PLUGINS, worker)
                .source(CONNECTOR, config, tolerance(config), TestMetrics.ofTask("piping"));
    }

    public static SinkPipeline sink(Map<String, String> config, ErrorReporter... reporters) {
        return new Pipelines(PLUGINS, WORKER)
                .sink(CONNECTOR, config, tolerance(config, reporters), TestMetrics.ofTask("piping"));
    }

    private static Tolerance tolerance(Map<String, String> config, ErrorReporter... reporters) {
        return new Tolerance(
                ErrorSettings.of(config),
                List.of(reporters),
                TestMetrics.ofTask("piping").errors());
    }

    static Map<String, String> config(String... pairs) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }

    /** Of an array of bytes, or of null. */
    static String text(@Nullable Object bytes) {
        return bytes instanceof byte[] some ? new String(some, UTF_8) : "null";
    }
}
