package io.troupe.worker.connector;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.worker.PluginFigures;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.source.StoredOffsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.source.SourceConnector;

/** Makes connectors to be hosted. */
public final class ConnectorRuns {

    private final Plugins plugins;

    public ConnectorRuns(Plugins plugins) {
        this.plugins = plugins;
    }

    /**
     * To be called on the connector's own thread: the plugin is made here, and its loader becomes that of the thread.
     *
     * @param replan what {@code requestTaskReconfiguration} does
     * @param raise what {@code raiseError} does
     * @throws org.apache.kafka.connect.errors.ConnectException when the plugin is missing or cannot be made
     */
    HostedConnector build(
            Map<String, String> config, SourceOffsets offsets, Runnable replan, Consumer<Exception> raise) {
        PluginDescriptor descriptor = plugins.connectorOf(config);
        Thread.currentThread().setContextClassLoader(plugins.loaderOf(descriptor));
        Connector connector = plugins.newInstance(descriptor, Connector.class);
        PluginFigures figures = new PluginFigures(Map.of("connector", config.getOrDefault("name", "")));
        ConnectorContext context = connector instanceof SourceConnector
                ? ConnectorContexts.source(replan, raise, figures, new StoredOffsets(offsets))
                : ConnectorContexts.sink(replan, raise, figures);
        return new HostedConnector(connector, config, context, figures);
    }
}
