package io.troupe.worker.connector.validation;

import io.troupe.worker.provider.Resolved;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a validated configuration.
 *
 * @param definition null for one that nobody defines
 * @param value null for one that the plugin defines and did not look at
 */
public record Setting(
        @Nullable Definition definition, @Nullable SettingValue value) {

    Setting concealed(Resolved config) {
        return new Setting(definition, value == null ? null : value.concealed(config));
    }

    List<String> errors() {
        return value == null ? List.of() : value.errors();
    }
}
