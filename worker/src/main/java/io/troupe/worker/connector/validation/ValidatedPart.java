package io.troupe.worker.connector.validation;

import io.troupe.worker.provider.Resolved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The settings that belong to one plugin or client, in the reference's order.
 *
 * @param prefixed whether the plugin was asked without the prefix that its settings have in the configuration
 */
record ValidatedPart(boolean prefixed, List<String> groups, List<Setting> settings) {

    /** Values that nobody defines go first; of several values of one setting the last one counts. */
    static ValidatedPart of(Map<String, ConfigKey> keys, Collection<String> groups, List<ConfigValue> values) {
        Map<String, ConfigValue> byName = new HashMap<>();
        List<Setting> settings = new ArrayList<>();
        for (ConfigValue value : values) {
            byName.put(value.name(), value);
            if (!keys.containsKey(value.name())) {
                settings.add(new Setting(null, SettingValue.of("", value, null)));
            }
        }
        keys.forEach((name, key) -> {
            ConfigValue value = byName.get(name);
            settings.add(
                    new Setting(Definition.of("", key), value == null ? null : SettingValue.of("", value, key.type)));
        });
        return new ValidatedPart(false, List.copyOf(groups), settings);
    }

    /** Of a plugin that was asked without the prefix that its settings have in the configuration. */
    static ValidatedPart prefixed(String prefix, Map<String, ConfigKey> keys, List<ConfigValue> values) {
        Set<String> groups = new LinkedHashSet<>();
        List<Setting> settings = new ArrayList<>();
        for (ConfigValue value : values) {
            ConfigKey key = keys.get(value.name());
            if (key == null) {
                settings.add(new Setting(null, SettingValue.of(prefix, value, null)));
            } else {
                settings.add(new Setting(Definition.of(prefix, key), SettingValue.of(prefix, value, key.type)));
                if (key.group != null) {
                    groups.add(key.group);
                }
            }
        }
        return new ValidatedPart(true, List.copyOf(groups), settings);
    }

    /** As the reference counts: messages, or faulty settings where they have a prefix. */
    int errorCount() {
        return settings.stream()
                .mapToInt(setting -> prefixed
                        ? Math.min(1, setting.errors().size())
                        : setting.errors().size())
                .sum();
    }

    /** Without what references stand for. */
    ValidatedPart concealed(Resolved config) {
        return new ValidatedPart(
                prefixed,
                groups,
                settings.stream().map(setting -> setting.concealed(config)).toList());
    }
}
