package io.troupe.worker.metrics;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.connector.RunState;
import io.troupe.worker.Closing;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.health.ConnectorType;

/** {@code connector-metrics} of one instance of a connector, for as long as this worker hosts it. */
public final class ConnectorMetrics implements AutoCloseable {

    private record Description(TaskPlugins.Plugin plugin, ConnectorType type) {}

    private final ConnectorId id;
    private final Beans beans;
    private final StartMetrics starts;
    private final Consumer<ConnectorMetrics> left;
    private final StateClock clock;
    private final Figures figures;
    private final PluginMetricsImpl plugin;
    private volatile Description description = new Description(TaskPlugins.Plugin.UNKNOWN, ConnectorType.UNKNOWN);
    private boolean attempted;
    private boolean closed;

    /** @param left told when the connector has left, in the monitor of the beans */
    ConnectorMetrics(ConnectorId id, Beans beans, StartMetrics starts, Consumer<ConnectorMetrics> left) {
        this.id = id;
        this.beans = beans;
        this.starts = starts;
        this.left = left;
        clock = new StateClock(beans.time());
        plugin = beans.ofPlugin(Map.of("connector", id.name()), true);
        figures = beans.open("connector-metrics", Map.of("connector", id.name()));
        figures.gauge("status", "State of the connector.", clock::word);
        figures.gauge("connector-class", "Class of the connector.", () -> description
                .plugin()
                .className());
        figures.gauge("connector-version", "Version of the connector.", () -> description
                .plugin()
                .version());
        figures.gauge("connector-type", "Whether the connector is a source or a sink.", () -> description
                .type()
                .toString());
    }

    /** Says what is hosted, once it is made. */
    public void describe(TaskPlugins.Plugin plugin, ConnectorType type) {
        description = new Description(plugin, type);
    }

    /** Figures that the connector registers for itself. */
    public PluginMetrics ofPlugin() {
        return plugin;
    }

    /** An instance's first start counts, whether it succeeds or not. */
    public synchronized void state(RunState state) {
        clock.enter(state);
        if (!attempted && (state == RunState.RUNNING || state == RunState.FAILED)) {
            attempted = true;
            starts.connector(state == RunState.RUNNING);
        }
    }

    ConnectorId id() {
        return id;
    }

    /** The instance has left this worker. */
    @Override
    public void close() {
        synchronized (beans) {
            if (!closed) {
                closed = true;
                figures.close();
                Closing.quietly(plugin);
                left.accept(this);
            }
        }
    }
}
