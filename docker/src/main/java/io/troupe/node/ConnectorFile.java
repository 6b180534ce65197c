package io.troupe.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.http.JsonText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One connector of a standalone worker's command line.
 *
 * @param initialState what a JSON envelope may ask for: {@code RUNNING}, {@code PAUSED} or {@code STOPPED}
 */
record ConnectorFile(String name, Map<String, String> config, Optional<String> initialState) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "name";

    /** Reads properties, a flat JSON object, or the envelope that {@code POST /connectors} takes, encoded as there. */
    static ConnectorFile read(Path file) {
        byte[] bytes = PropertiesFile.bytesOf(file);
        String fault = "";
        String text;
        try {
            text = JsonText.decoded(bytes);
        } catch (JsonText.Unreadable e) {
            fault = e.getMessage();
            text = PropertiesFile.textOf(bytes);
        }
        if (!text.stripLeading().startsWith("{")) {
            return fromFlat(file, PropertiesFile.read(file));
        }
        if (!fault.isEmpty()) {
            throw refused(file + " is not valid JSON: " + fault);
        }
        return fromJson(file, text);
    }

    private static ConnectorFile fromJson(Path file, String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refused(file + " is not valid JSON: " + e.getOriginalMessage());
        }
        JsonNode config = json.path("config");
        if (!config.isObject()) {
            return fromFlat(file, scalarsOf(file, json));
        }
        Map<String, String> settings = scalarsOf(file, config);
        String name = json.path(NAME).asText("");
        if (!name.isEmpty() && !settings.getOrDefault(NAME, name).equals(name)) {
            throw refused(file + " names the connector \"" + name + "\" outside and \"" + settings.get(NAME)
                    + "\" inside of config");
        }
        if (!name.isEmpty()) {
            settings.put(NAME, name);
        }
        ConnectorFile flat = fromFlat(file, settings);
        JsonNode state = json.path("initial_state");
        return state.isTextual() ? new ConnectorFile(flat.name, flat.config, Optional.of(state.textValue())) : flat;
    }

    private static Map<String, String> scalarsOf(Path file, JsonNode object) {
        Map<String, String> settings = new TreeMap<>();
        object.properties().forEach(field -> {
            if (field.getValue().isContainerNode()) {
                throw refused(file + " has more than a plain value at \"" + field.getKey() + "\"");
            }
            settings.put(field.getKey(), field.getValue().asText());
        });
        return settings;
    }

    private static ConnectorFile fromFlat(Path file, Map<String, String> settings) {
        String name = settings.getOrDefault(NAME, "");
        if (name.isEmpty()) {
            throw refused(file + " does not name its connector (the setting \"name\")");
        }
        return new ConnectorFile(name, settings, Optional.empty());
    }

    private static CommandFailed refused(String message) {
        return new CommandFailed(CommandFailed.REFUSED_CONNECTOR, message, null);
    }
}
