package io.troupe.worker.provider;

import io.troupe.persistence.Ordered;
import io.troupe.worker.Concealment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it was written, and with what its references stand for; the latter may be secrets.
 *
 * @param validFor how long the providers vouch for the values; null when they set no limit
 */
public record Resolved(
        Map<String, String> written,
        Map<String, String> config,
        @Nullable Duration validFor) {

    private static final int SHORTEST_SECRET = 4;

    public Resolved {
        written = Ordered.copyOf(written);
        config = Ordered.copyOf(config);
    }

    /** Settings that were derived from these, with references again where they have what a reference stands for. */
    public Map<String, String> withReferences(Map<String, String> derived) {
        Map<String, String> settings = new HashMap<>(derived);
        settings.replaceAll((key, value) -> isReference(key) ? written.get(key) : value);
        return settings;
    }

    /**
     * A message without what references stand for. Values of a few letters stay: they are no secrets, and in any
     * message.
     */
    public String concealed(String message) {
        String concealed = message;
        for (Map.Entry<String, String> setting : config.entrySet()) {
            if (isReference(setting.getKey())) {
                String value = setting.getValue().trim();
                concealed = value.length() < SHORTEST_SECRET
                        ? concealed
                        : concealed.replace(value, written.get(setting.getKey()));
            }
        }
        return concealed;
    }

    /**
     * Of what failures of a plugin with these settings may say.
     *
     * @param secrets names of settings that are secrets whatever they are called
     */
    public Concealment concealment(Set<String> secrets) {
        return Concealment.of(written, config, secrets);
    }

    /** Whether what was written for the setting is not its value. */
    public boolean isReference(String key) {
        String value = config.get(key);
        return value != null && !value.equals(written.get(key));
    }

    /** What was written for these settings, and what it stands for, where the two differ. */
    public Map<String, String> references(Predicate<String> settings) {
        Map<String, String> found = new HashMap<>();
        written.forEach((key, value) -> {
            if (settings.test(key) && isReference(key)) {
                found.put(value, config.get(key));
            }
        });
        return found;
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "Resolved[settings=" + written.keySet() + ", validFor=" + validFor + "]";
    }
}
