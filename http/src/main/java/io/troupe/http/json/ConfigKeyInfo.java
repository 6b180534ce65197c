package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.worker.connector.validation.Definition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a setting is. */
public record ConfigKeyInfo(
        String name,
        String type,
        boolean required,
        @JsonProperty("default_value") @Nullable String defaultValue,
        String importance,
        @Nullable String documentation,
        @Nullable String group,
        @JsonProperty("order_in_group") int orderInGroup,
        String width,
        @JsonProperty("display_name") @Nullable String displayName,
        List<String> dependents) {

    public static ConfigKeyInfo of(Definition definition) {
        return new ConfigKeyInfo(
                definition.name(),
                definition.type(),
                definition.required(),
                definition.defaultValue(),
                definition.importance(),
                definition.documentation(),
                definition.group(),
                definition.orderInGroup(),
                definition.width(),
                definition.displayName(),
                definition.dependents());
    }
}
