package io.troupe.worker.provider;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.worker.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.ConfigTransformerResult;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's config providers (contract/behaviours.md, section 12): {@code ${provider:path:key}} in, what it stands
 * for out. References to providers that the worker does not have are no references.
 */
public final class ConfigProviders implements AutoCloseable {

    /** Those of a worker that has none: every setting is what is written. */
    public static final ConfigProviders NONE = new ConfigProviders(Map.of());

    private static final String LIST = "config.providers";

    /** Values that are vouched for a shorter time than this would keep a connector busy with restarts. */
    private static final long SHORTEST_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ConfigProviders.class);

    private final Map<String, ConfigProvider> providers;
    private final ConfigTransformer transformer;

    private ConfigProviders(Map<String, ConfigProvider> providers) {
        this.providers = providers;
        this.transformer = new ConfigTransformer(providers);
    }

    /**
     * Makes the providers that a worker's properties name; a name for which they give no class is none.
     *
     * @throws ConfigException when one is not installed or refuses its settings; the message names the setting
     */
    public static ConfigProviders of(Plugins plugins, Map<String, String> properties) {
        ConfigProviders made = new ConfigProviders(new LinkedHashMap<>());
        try {
            for (String name : Set.copyOf(Settings.list(properties.get(LIST)))) {
                String key = LIST + "." + name + ".class";
                String className = properties.get(key);
                if (className == null) {
                    LOG.warn("The config provider {} is ignored: there is no {}", name, key);
                } else {
                    made.providers.put(name, provider(plugins, name, key, className, properties));
                }
            }
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static ConfigProvider provider(
            Plugins plugins, String name, String key, String className, Map<String, String> properties) {
        PluginDescriptor plugin;
        try {
            plugin = plugins.find(PluginType.CONFIG_PROVIDER, className.trim());
        } catch (UnknownPlugin e) {
            throw new ConfigException(key, className, "Class " + className + " could not be found.");
        }
        ConfigProvider provider =
                new IsolatedProvider(name, plugins.newInstance(plugin, ConfigProvider.class), plugins.loaderOf(plugin));
        provider.configure(Settings.under(properties, LIST + "." + name + ".param."));
        return provider;
    }

    /**
     * The configuration with what its references stand for; may block.
     *
     * @throws UnresolvedReference when a provider fails or has no value
     */
    public Resolved resolve(Map<String, String> config) {
        if (providers.isEmpty()) {
            return new Resolved(config, config, null);
        }
        ConfigTransformerResult result = transformer.transform(config);
        Map<String, String> resolved = new LinkedHashMap<>(config);
        resolved.putAll(result.data());
        Duration validFor = result.ttls().values().stream()
                .min(Long::compare)
                .map(millis -> Duration.ofMillis(Math.max(millis, SHORTEST_MILLIS)))
                .orElse(null);
        return new Resolved(config, resolved, validFor);
    }

    /**
     * A worker's properties with what their references stand for. The settings of the providers are left out: Kafka's
     * clients would make providers of their own from them.
     *
     * @throws UnresolvedReference as {@link #resolve} does
     */
    public Map<String, String> resolveWorker(Map<String, String> properties) {
        Map<String, String> others = new LinkedHashMap<>(properties);
        others.keySet().removeIf(key -> key.equals(LIST) || key.startsWith(LIST + "."));
        return resolve(others).config();
    }

    @Override
    public void close() {
        providers.forEach((name, provider) -> {
            try {
                provider.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("The config provider {} did not close in good order", name, e);
            }
        });
    }
}
