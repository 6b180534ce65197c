package io.troupe.plugins;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** How plugins are discovered: the values of {@code plugin.discovery} (behaviours 16). */
public enum DiscoveryMode {
    /** Both ways; refuses to start when a plugin is missing from {@code META-INF/services}. */
    HYBRID_FAIL(true, true),
    /** Both ways; warns about plugins that are missing from {@code META-INF/services}. */
    HYBRID_WARN(true, true),
    /** Class files are read, {@code META-INF/services} is not. */
    ONLY_SCAN(false, true),
    /** Only what {@code META-INF/services} declares. */
    SERVICE_LOAD(true, false);

    private final boolean readsServices;
    private final boolean readsClasses;

    DiscoveryMode(boolean readsServices, boolean readsClasses) {
        this.readsServices = readsServices;
        this.readsClasses = readsClasses;
    }

    boolean readsServices() {
        return readsServices;
    }

    boolean readsClasses() {
        return readsClasses;
    }

    /**
     * Reads a setting, in upper or lower case.
     *
     * @throws ConfigException that names the key and the valid values
     */
    static DiscoveryMode of(String key, String value) {
        String name = value.trim().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mode -> mode.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        key,
                        value,
                        "String must be one of (case insensitive): "
                                + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
