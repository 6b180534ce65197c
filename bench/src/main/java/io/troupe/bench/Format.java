package io.troupe.bench;

import io.troupe.bench.plugin.BytesConverter;
import io.troupe.bench.plugin.Payload;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;

/** What happens to a value between a connector and Kafka: the converter, and transformations. */
enum Format {
    BYTES("bytes", Payload.BYTES),
    JSON("json", Payload.MAP),
    JSON_SCHEMA("json-schema", Payload.STRUCT),
    TRANSFORMS("transforms", Payload.MAP);

    private static final String STOCK = "org.apache.kafka.connect.transforms.";
    private static final Map<String, String> THREE_TRANSFORMS = Map.ofEntries(
            Map.entry("transforms", "stamp,rename,mask"),
            Map.entry("transforms.stamp.type", STOCK + "InsertField$Value"),
            Map.entry("transforms.stamp.static.field", "origin"),
            Map.entry("transforms.stamp.static.value", "bench"),
            Map.entry("transforms.stamp.timestamp.field", "sent"),
            Map.entry("transforms.rename.type", STOCK + "ReplaceField$Value"),
            Map.entry("transforms.rename.renames", "text:note"),
            Map.entry("transforms.mask.type", STOCK + "MaskField$Value"),
            Map.entry("transforms.mask.fields", "name"));

    private final String label;
    private final Payload payload;

    Format(String label, Payload payload) {
        this.label = label;
        this.payload = payload;
    }

    String label() {
        return label;
    }

    Payload payload() {
        return payload;
    }

    Map<String, String> converterSettings() {
        return this == BYTES
                ? Map.of("value.converter", BytesConverter.class.getName())
                : Map.of(
                        "value.converter",
                        JsonConverter.class.getName(),
                        "value.converter.schemas.enable",
                        Boolean.toString(this == JSON_SCHEMA));
    }

    Map<String, String> transformSettings() {
        return this == TRANSFORMS ? THREE_TRANSFORMS : Map.of();
    }

    /** What has to stand in Kafka for a sink that reads with this format; two formats may share it. */
    Format stored() {
        return this == TRANSFORMS ? JSON : this;
    }

    /** As the workers make it of {@link #converterSettings}. */
    Converter newConverter() {
        Converter made = this == BYTES ? new BytesConverter() : new JsonConverter();
        made.configure(Map.of("schemas.enable", this == JSON_SCHEMA, "converter.type", "value"), false);
        return made;
    }
}
