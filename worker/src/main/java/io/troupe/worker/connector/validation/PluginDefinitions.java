package io.troupe.worker.connector.validation;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.VersionRequest;
import io.troupe.plugins.isolation.LoaderSwap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The settings that an installed plugin can have, as contract/rest/plugin-config.json shows them. */
public final class PluginDefinitions {

    private final Plugins plugins;

    public PluginDefinitions(Plugins plugins) {
        this.plugins = plugins;
    }

    /**
     * Those that the plugin defines, in its order, then those that the runtime adds. Calls the plugin and so may block.
     *
     * @throws UnknownPlugin when no plugin has this class name or alias
     * @throws io.troupe.plugins.UnavailableVersion when it is not installed in such a version
     * @throws UnlistedPlugin when plugins of its type have no settings to tell
     * @throws ConnectException when the plugin cannot be created or tells nothing
     */
    public List<Definition> of(String classOrAlias, VersionRequest version) {
        PluginDescriptor plugin = find(classOrAlias, version);
        if (!plugin.type().isListed()) {
            throw new UnlistedPlugin(classOrAlias);
        }
        Object instance = plugins.newInstance(plugin, plugin.type().pluginClass());
        return LoaderSwap.in(plugins.loaderOf(plugin), () -> definitions(plugin, instance));
    }

    /** The reference tells a class that is no plugin from one that is not there. */
    private PluginDescriptor find(String classOrAlias, VersionRequest version) {
        try {
            return plugins.findAny(classOrAlias, version);
        } catch (UnknownPlugin e) {
            if (isClass(classOrAlias)) {
                throw new ConnectException(classOrAlias + " is no plugin that can be created");
            }
            throw e;
        }
    }

    private boolean isClass(String name) {
        try {
            Class.forName(name, false, plugins.loader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private List<Definition> definitions(PluginDescriptor plugin, Object instance) {
        ConfigDef own = own(instance);
        if (own == null) {
            throw new ConnectException(plugin.className() + ".config() must return a ConfigDef that is not null.");
        }
        Map<String, ConfigKey> keys = new LinkedHashMap<>(own.configKeys());
        if (plugin.type().isConnector()) {
            runtimes(plugin).configKeys().forEach(keys::putIfAbsent);
        }
        return keys.values().stream().map(key -> Definition.of("", key)).toList();
    }

    private ConfigDef runtimes(PluginDescriptor connector) {
        ConfigDef common = CommonSettings.of(
                plugins.findConnector(connector.className()).version(), ConverterDefaults.NONE, Recommendations.NONE);
        return switch (connector.type()) {
            case SOURCE -> SourceSettings.define(common);
            default -> SinkSettings.define(common);
        };
    }

    /** What a plugin of a listed type says that its settings are. */
    public static @Nullable ConfigDef own(Object plugin) {
        if (plugin instanceof Connector connector) {
            return connector.config();
        }
        if (plugin instanceof Converter converter) {
            return converter.config();
        }
        if (plugin instanceof HeaderConverter converter) {
            return converter.config();
        }
        return plugin instanceof Transformation<?> transformation
                ? transformation.config()
                : ((Predicate<?>) plugin).config();
    }
}
