package io.troupe.http.extension;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Closing;
import io.troupe.worker.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins of {@code rest.extension.classes}, configured, and closed with the worker. */
public final class RestExtensions implements AutoCloseable {

    private static final String CLASSES = "rest.extension.classes";

    private static final Logger LOG = LoggerFactory.getLogger(RestExtensions.class);

    private record Loaded(ConnectRestExtension extension, ClassLoader loader) {}

    private final List<Loaded> extensions;
    private @Nullable JaxRs layer;

    private RestExtensions(List<Loaded> extensions) {
        this.extensions = List.copyOf(extensions);
    }

    /**
     * Makes and configures the extensions that a worker's properties name, in their order.
     *
     * @throws ConfigException when one is not installed or refuses its settings; the message names it
     */
    public static RestExtensions of(Plugins plugins, Map<String, String> properties) {
        List<Loaded> loaded = new ArrayList<>();
        for (String name : Settings.list(properties.get(CLASSES))) {
            try {
                PluginDescriptor found = plugins.find(PluginType.REST_EXTENSION, name);
                ConnectRestExtension extension = plugins.newInstance(found, ConnectRestExtension.class);
                ClassLoader loader = plugins.loaderOf(found);
                LoaderSwap.run(loader, () -> extension.configure(Map.copyOf(properties)));
                loaded.add(new Loaded(extension, loader));
                LOG.info("REST extension {} {}", found.className(), found.version());
            } catch (UnknownPlugin e) {
                loaded.forEach(each -> Closing.quietly(each.extension()));
                throw new ConfigException(CLASSES, name, "no such REST extension is installed; is it on plugin.path?");
            } catch (RuntimeException e) {
                loaded.forEach(each -> Closing.quietly(each.extension()));
                throw e;
            }
        }
        return new RestExtensions(loaded);
    }

    /**
     * Lets the extensions register what they add.
     *
     * @param paths of the worker's own endpoints, which the extensions' filters are to see
     * @return null when there is no extension, and so nothing between a request and its endpoint
     */
    public @Nullable JaxRs register(ConnectClusterState cluster, List<ServedPath> paths) {
        if (extensions.isEmpty()) {
            return null;
        }
        ResourceConfig application = new ResourceConfig();
        ConnectRestExtensionContext context = new Context(application, cluster);
        extensions.forEach(
                each -> LoaderSwap.run(each.loader(), () -> each.extension().register(context)));
        JaxRs jaxRs = new JaxRs(
                application,
                paths,
                new ExtensionClasses(
                        extensions.stream().map(Loaded::loader).distinct().toList()));
        layer = jaxRs;
        return jaxRs;
    }

    @Override
    public void close() {
        Closing.quietly(layer);
        extensions.forEach(each -> LoaderSwap.run(each.loader(), () -> Closing.quietly(each.extension())));
    }

    private record Context(ResourceConfig configurable, ConnectClusterState clusterState)
            implements ConnectRestExtensionContext {}
}
