package io.troupe.worker.connector.validation;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.VersionRequest;
import io.troupe.worker.PluginSetting;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Which converters a connector gets when it names none, and in which version when it asks for none. */
record ConverterDefaults(Default key, Default value, Default header) {

    /** Where nobody knows the connector or the worker. */
    static final ConverterDefaults NONE = new ConverterDefaults(Default.NONE, Default.NONE, Default.NONE);

    /** Null where nothing is known. */
    record Default(@Nullable String className, @Nullable String version) {
        static final Default NONE = new Default(null, null);
    }

    /** @param config of the connector, with class names for aliases */
    static ConverterDefaults of(
            Plugins plugins, PluginDescriptor connector, Map<String, String> config, Map<String, String> worker) {
        return new ConverterDefaults(
                of(PluginSetting.KEY_CONVERTER, plugins, connector, config, worker),
                of(PluginSetting.VALUE_CONVERTER, plugins, connector, config, worker),
                of(PluginSetting.HEADER_CONVERTER, plugins, connector, config, worker));
    }

    private static Default of(
            PluginSetting setting,
            Plugins plugins,
            PluginDescriptor connector,
            Map<String, String> config,
            Map<String, String> worker) {
        PluginDescriptor workers = workers(setting, plugins, worker);
        String className = workers == null ? null : workers.className();
        String own = config.get(setting.classKey());
        if (own != null) {
            return new Default(className, nearVersion(plugins, connector, setting, own));
        }
        String wanted = worker.get(setting.versionKey());
        return new Default(className, wanted != null ? wanted : workers == null ? null : workers.version());
    }

    private static @Nullable PluginDescriptor workers(
            PluginSetting setting, Plugins plugins, Map<String, String> worker) {
        String name = worker.get(setting.classKey());
        if (name == null && setting.equals(PluginSetting.HEADER_CONVERTER)) {
            name = "org.apache.kafka.connect.storage.SimpleHeaderConverter";
        }
        try {
            return name == null
                    ? null
                    : plugins.find(setting.type(), name.trim(), VersionRequest.of(worker.get(setting.versionKey())));
        } catch (ConnectException notInstalled) {
            return null; // the worker would not have started
        }
    }

    /** Of the plugin that the connector gets when it asks for no version; null when there is none. */
    static @Nullable String nearVersion(
            Plugins plugins, PluginDescriptor connector, PluginSetting setting, String className) {
        try {
            return plugins.findNear(connector, setting.type(), className.trim()).version();
        } catch (UnknownPlugin e) {
            return null;
        }
    }
}
