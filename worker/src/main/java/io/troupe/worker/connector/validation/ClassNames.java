package io.troupe.worker.connector.validation;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.worker.PluginSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of plugins' classes in place of their aliases, so that settings of type class can be read. */
final class ClassNames {

    private ClassNames() {}

    static Map<String, String> forAliases(Plugins plugins, PluginDescriptor connector, Map<String, String> config) {
        List<PluginSetting> settings = new ArrayList<>(
                List.of(PluginSetting.KEY_CONVERTER, PluginSetting.VALUE_CONVERTER, PluginSetting.HEADER_CONVERTER));
        for (AliasedSettings aliased : List.of(AliasedSettings.TRANSFORMATIONS, AliasedSettings.PREDICATES)) {
            aliased.aliases(config).forEach(alias -> settings.add(aliased.setting(alias)));
        }
        Map<String, String> named = new LinkedHashMap<>(config);
        for (PluginSetting setting : settings) {
            named.computeIfPresent(setting.classKey(), (key, name) -> className(plugins, connector, setting, name));
        }
        return named;
    }

    private static String className(Plugins plugins, PluginDescriptor connector, PluginSetting setting, String name) {
        try {
            return plugins.findNear(connector, setting.type(), name.trim()).className();
        } catch (UnknownPlugin e) {
            return name; // is reported where the class is looked for
        }
    }
}
