package io.troupe.worker.offset;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.Traces;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Resolved;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's own part in a change of its offsets: a new instance, not started, is told of it before anything is
 * written, and may refuse (contract/behaviours.md, section 6).
 *
 * @param config with references resolved
 */
record OffsetsPlugin(Plugins plugins, PluginDescriptor descriptor, String connector, Map<String, String> config) {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetsPlugin.class);

    /** Its secrets are left out of what this thread says from now on. */
    static OffsetsPlugin of(
            Plugins plugins,
            ConfigProviders providers,
            SecretSettings secrets,
            String connector,
            Map<String, String> written) {
        Resolved settings = providers.resolve(written);
        Map<String, String> config = settings.config();
        secrets.conceal(settings);
        return new OffsetsPlugin(plugins, plugins.connectorOf(config), connector, config);
    }

    boolean sink() {
        return descriptor.type() == PluginType.SINK;
    }

    /** @return whether offsets that the plugin keeps elsewhere are changed, too */
    boolean alterSource(Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        return call(instance -> ((SourceConnector) instance).alterOffsets(config, offsets));
    }

    boolean alterSink(Map<TopicPartition, @Nullable Long> offsets) {
        return call(instance -> ((SinkConnector) instance).alterOffsets(config, offsets));
    }

    private interface Call {
        boolean on(Connector instance);
    }

    /** Whatever the plugin throws is an answer for the one who asked. */
    @SuppressWarnings("CatchingThrowable")
    private boolean call(Call call) {
        try {
            Connector instance = plugins.newInstance(descriptor, Connector.class);
            return LoaderSwap.in(plugins.loaderOf(descriptor), () -> call.on(instance));
        } catch (UnsupportedOperationException e) {
            throw new ConnectException(
                    "Failed to modify offsets for connector " + connector
                            + " because it doesn't support external modification of offsets",
                    e);
        } catch (ConnectException e) {
            throw e;
        } catch (Throwable failure) {
            Traces.log(LOG, "The connector failed at the change of its offsets", failure);
            throw failed(failure);
        }
    }

    ConnectException failed(Throwable failure) {
        return new ConnectException(
                "Failed to modify offsets for " + (sink() ? "sink" : "source") + " connector " + connector, failure);
    }
}
