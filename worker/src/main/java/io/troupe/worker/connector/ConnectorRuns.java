package io.troupe.worker.connector;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.kafka.TopicGroups;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Resolved;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.source.StoredOffsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.source.SourceConnector;

/** Makes connectors to be hosted. */
public final class ConnectorRuns {

    private final Plugins plugins;
    private final ConfigProviders providers;
    private final boolean topicCreation;
    private final SecretSettings secrets;

    /** @param topicCreation whether the worker allows connectors to have their topics made */
    public ConnectorRuns(Plugins plugins, ConfigProviders providers, SecretSettings secrets, boolean topicCreation) {
        this.plugins = plugins;
        this.providers = providers;
        this.topicCreation = topicCreation;
        this.secrets = secrets;
    }

    /**
     * To be called on the connector's own thread: what it says from now on is without secrets.
     *
     * @throws org.apache.kafka.common.config.ConfigException when a reference in the settings cannot be resolved
     */
    Resolved resolve(Map<String, String> written) {
        Resolved settings = providers.resolve(written);
        secrets.conceal(settings);
        return settings;
    }

    /**
     * To be called on the connector's own thread: the plugin is made here, and its loader becomes that of the thread.
     *
     * @param figures that the connector registers for itself
     * @param replan what {@code requestTaskReconfiguration} does
     * @param raise what {@code raiseError} does
     * @throws org.apache.kafka.connect.errors.ConnectException when the plugin is missing or cannot be made
     * @throws org.apache.kafka.common.config.ConfigException when the settings for topics are incomplete
     */
    HostedConnector build(
            Resolved settings,
            PluginMetrics figures,
            SourceOffsets offsets,
            Runnable replan,
            Consumer<Exception> raise) {
        Map<String, String> config = settings.config();
        PluginDescriptor descriptor = plugins.connectorOf(config);
        if (descriptor.type() == PluginType.SOURCE) {
            checkTopics(config);
        }
        Thread.currentThread().setContextClassLoader(plugins.loaderOf(descriptor));
        Connector connector = plugins.newInstance(descriptor, Connector.class);
        ConnectorContext context = connector instanceof SourceConnector
                ? ConnectorContexts.source(replan, raise, figures, new StoredOffsets(offsets))
                : ConnectorContexts.sink(replan, raise, figures);
        return new HostedConnector(connector, settings, context);
    }

    /** Nobody does before: such a connector is taken, and fails. contract/behaviours.md, section 9. */
    private void checkTopics(Map<String, String> config) {
        TopicGroups.of(config, topicCreation);
    }
}
