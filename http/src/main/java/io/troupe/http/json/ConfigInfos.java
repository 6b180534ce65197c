package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.worker.connector.validation.Setting;
import io.troupe.worker.connector.validation.SettingValue;
import io.troupe.worker.connector.validation.ValidatedConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A validated configuration. */
public record ConfigInfos(
        String name, @JsonProperty("error_count") int errorCount, List<String> groups, List<ConfigInfo> configs) {

    public static ConfigInfos of(ValidatedConfig validated) {
        return new ConfigInfos(
                validated.name(),
                validated.errorCount(),
                validated.groups(),
                validated.settings().stream().map(ConfigInfo::of).toList());
    }

    /** Either may be null, not both. */
    public record ConfigInfo(
            @Nullable ConfigKeyInfo definition, @Nullable ConfigValueInfo value) {

        static ConfigInfo of(Setting setting) {
            return new ConfigInfo(
                    setting.definition() == null ? null : ConfigKeyInfo.of(setting.definition()),
                    setting.value() == null ? null : ConfigValueInfo.of(setting.value()));
        }
    }

    /** What the configuration has for a setting. */
    public record ConfigValueInfo(
            String name,
            @Nullable String value,
            @JsonProperty("recommended_values") List<@Nullable String> recommended,
            List<String> errors,
            boolean visible) {

        static ConfigValueInfo of(SettingValue value) {
            return new ConfigValueInfo(
                    value.name(), value.value(), value.recommended(), value.errors(), value.visible());
        }
    }
}
