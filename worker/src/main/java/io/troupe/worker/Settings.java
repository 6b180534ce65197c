package io.troupe.worker;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Kafka Connect's flat settings are read: groups of them by prefix, lists by commas. */
public final class Settings {

    private Settings() {}

    /** The settings that begin with the prefix, without it; the map is the caller's. */
    public static Map<String, String> under(Map<String, String> config, String prefix) {
        Map<String, String> settings = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return settings;
    }

    /** The items of a list, trimmed, without empty ones; none for null. */
    public static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::trim)
                        .filter(item -> !item.isEmpty())
                        .toList();
    }
}
