package io.troupe.worker.connector.validation;

import io.troupe.worker.provider.Resolved;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration has for a setting, in texts, and what is wrong with that.
 *
 * @param value null when there is none, or none that could be read
 */
public record SettingValue(
        String name, @Nullable String value, List<@Nullable String> recommended, List<String> errors, boolean visible) {

    /** @param type null when the setting is not defined */
    static SettingValue of(String prefix, ConfigValue value, ConfigDef.@Nullable Type type) {
        ConfigDef.@Nullable Type each = type == ConfigDef.Type.LIST ? ConfigDef.Type.STRING : type;
        return new SettingValue(
                prefix + value.name(),
                text(value.value(), type),
                value.recommendedValues().stream()
                        .<@Nullable String>map(one -> text(one, each))
                        .toList(),
                List.copyOf(value.errorMessages()),
                value.visible());
    }

    /**
     * Without what references stand for: of a setting that has one, what was written is shown, and that it is faulty, but
     * not what else could stand there or in which way it is faulty, either of which may tell the value.
     */
    SettingValue concealed(Resolved settings) {
        if (settings.isReference(name)) {
            List<String> fault = errors.isEmpty() ? List.of() : List.of(faulty(name));
            return new SettingValue(name, settings.written().get(name), List.of(), fault, visible);
        }
        List<String> messages = errors.stream().map(settings::concealed).toList();
        return new SettingValue(name, value, recommended, messages, visible);
    }

    private static String faulty(String name) {
        return "Invalid value for configuration '" + name
                + "': the value resolved from the config provider reference failed validation";
    }

    /** Passwords stay hidden, also where a plugin has them as plain text. Plugins may mix types up otherwise, too. */
    static @Nullable String text(@Nullable Object value, ConfigDef.@Nullable Type type) {
        if (value == null) {
            return null;
        }
        if (type == ConfigDef.Type.PASSWORD) {
            return Password.HIDDEN;
        }
        if (value instanceof String || type == null) {
            return value.toString();
        }
        try {
            return ConfigDef.convertToString(value, type);
        } catch (ClassCastException other) {
            return value.toString();
        }
    }
}
