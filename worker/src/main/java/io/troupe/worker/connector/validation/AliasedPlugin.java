package io.troupe.worker.connector.validation;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.PluginSetting;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking a transformation or predicate for its settings, once for all checks.
 *
 * @param definition null when there is none, for whatever reason
 * @param nearVersion version that it has when none is asked for; null when it is not installed
 * @param wrongVersion what is wrong with the version, null for nothing
 * @param wrongClass what is wrong with the class, null for nothing
 * @param wantedVersion as configured
 */
record AliasedPlugin(
        @Nullable ConfigDef definition,
        @Nullable String nearVersion,
        @Nullable String wrongVersion,
        @Nullable ConfigException wrongClass,
        @Nullable String wantedVersion) {

    /** @param config with class names for aliases */
    static AliasedPlugin of(
            PluginSetting setting, Plugins plugins, PluginDescriptor connector, Map<String, String> config) {
        String name = config.get(setting.classKey());
        String version = config.get(setting.versionKey());
        if (name == null) {
            return new AliasedPlugin(null, null, null, null, version);
        }
        String near = ConverterDefaults.nearVersion(plugins, connector, setting, name);
        try {
            ConfigDef definition = definition(setting, plugins, connector, config, name);
            return new AliasedPlugin(definition, near, null, null, version);
        } catch (UnavailableVersion | MalformedVersion e) {
            return new AliasedPlugin(null, near, String.valueOf(e.getMessage()), null, version);
        } catch (ConfigException e) {
            return new AliasedPlugin(null, near, null, e, version);
        }
    }

    private static ConfigDef definition(
            PluginSetting setting,
            Plugins plugins,
            PluginDescriptor connector,
            Map<String, String> config,
            String name) {
        Class<?> type = setting.type().pluginClass();
        Utils.ensureConcreteSubclass(
                type, (Class<?>) ConfigDef.parseType(setting.classKey(), name, ConfigDef.Type.CLASS));
        try {
            PluginDescriptor plugin = setting.find(plugins, connector, config);
            Object instance = plugins.newInstance(plugin, type);
            LoaderSwap swap = LoaderSwap.to(plugins.loaderOf(plugin));
            try (swap) {
                ConfigDef definition = definition(setting.type(), instance);
                if (definition != null) {
                    return definition;
                }
            }
        } catch (UnknownPlugin e) {
            throw new ConfigException(setting.classKey(), name, "Class " + name + " could not be found.");
        } catch (UnavailableVersion | MalformedVersion e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new ConfigException(
                    setting.classKey(),
                    name,
                    "Error getting config definition from " + type.getSimpleName() + ": " + e.getMessage());
        }
        throw new ConfigException(
                setting.classKey(), name, name + ".config() must return a ConfigDef that is not null.");
    }

    private static @Nullable ConfigDef definition(PluginType type, Object instance) {
        return type == PluginType.TRANSFORMATION
                ? ((Transformation<?>) instance).config()
                : ((Predicate<?>) instance).config();
    }

    /** @param loaded null when the class could not be loaded, which is an error already */
    void checkClass(@Nullable Object loaded) {
        if (loaded != null && wrongVersion != null) {
            throw new ConfigException(wrongVersion);
        }
        if (loaded != null && wrongClass != null) {
            throw wrongClass;
        }
    }

    /** @param version the one that is configured, or the default */
    void checkVersion(@Nullable Object version) {
        if (wrongVersion != null && version != null && version.equals(trimmed(wantedVersion))) {
            throw new ConfigException(wrongVersion);
        }
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.trim();
    }
}
