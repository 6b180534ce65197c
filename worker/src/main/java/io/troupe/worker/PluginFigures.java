package io.troupe.worker;

import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;

/** The figures that one instance of a plugin registers for itself; they go with it. */
public final class PluginFigures implements AutoCloseable {

    private final Metrics metrics = new Metrics();
    private final PluginMetrics view;

    /** @param tags put on every figure, for instance connector and task */
    public PluginFigures(Map<String, String> tags) {
        view = new PluginMetricsImpl(metrics, tags);
    }

    public PluginMetrics view() {
        return view;
    }

    @Override
    public void close() {
        metrics.close();
    }
}
