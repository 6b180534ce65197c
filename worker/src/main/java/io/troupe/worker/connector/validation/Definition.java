package io.troupe.worker.connector.validation;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * What a setting is, as REST tells it.
 *
 * @param defaultValue as text; null when there is none, or when it is null
 * @param group null for none
 */
public record Definition(
        String name,
        String type,
        boolean required,
        @Nullable String defaultValue,
        String importance,
        @Nullable String documentation,
        @Nullable String group,
        int orderInGroup,
        String width,
        @Nullable String displayName,
        List<String> dependents) {

    public Definition {
        dependents = List.copyOf(dependents);
    }

    /** @param prefix under which the configuration has it */
    static Definition of(String prefix, ConfigKey key) {
        boolean required = ConfigDef.NO_DEFAULT_VALUE.equals(key.defaultValue);
        return new Definition(
                prefix + key.name,
                key.type.name(),
                required,
                required ? null : SettingValue.text(key.defaultValue, key.type),
                key.importance.name(),
                key.documentation,
                key.group,
                key.orderInGroup,
                key.width.name(),
                key.displayName,
                key.dependents);
    }
}
