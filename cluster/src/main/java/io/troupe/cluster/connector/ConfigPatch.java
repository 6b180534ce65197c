package io.troupe.cluster.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of some settings.
 *
 * @param changes null takes a setting away
 */
record ConfigPatch(Map<String, @Nullable String> changes) {

    Map<String, String> applyTo(Map<String, String> config) {
        Map<String, String> patched = new LinkedHashMap<>(config);
        changes.forEach((key, value) -> {
            if (value == null) {
                patched.remove(key);
            } else {
                patched.put(key, value);
            }
        });
        return patched;
    }
}
