package io.troupe.worker;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/** The two settings by which a configuration names a plugin: its class or alias and, if it minds, its version. */
public record PluginSetting(PluginType type, String classKey, String versionKey) {

    public static final PluginSetting KEY_CONVERTER = converter(PluginType.CONVERTER, "key.converter");
    public static final PluginSetting VALUE_CONVERTER = converter(PluginType.CONVERTER, "value.converter");
    public static final PluginSetting HEADER_CONVERTER = converter(PluginType.HEADER_CONVERTER, "header.converter");

    private static PluginSetting converter(PluginType type, String key) {
        return new PluginSetting(type, key, key + ".plugin.version");
    }

    /** @param prefix of all settings of a transformation or predicate, with its alias and a dot at the end */
    public static PluginSetting aliased(PluginType type, String prefix) {
        return new PluginSetting(type, prefix + "type", prefix + "plugin.version");
    }

    /**
     * The plugin that the configuration means.
     *
     * @param connector whose neighbours go first when there is no version
     * @throws ConnectException when there is no such plugin, or not in this version
     */
    public PluginDescriptor find(Plugins plugins, PluginDescriptor connector, Map<String, String> config) {
        String name = config.get(classKey);
        if (name == null) {
            throw new ConnectException("Nothing is configured for " + classKey);
        }
        return plugins.findFor(connector, type, name.trim(), config.get(versionKey));
    }
}
