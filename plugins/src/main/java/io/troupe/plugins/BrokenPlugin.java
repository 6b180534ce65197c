package io.troupe.plugins;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plugin, or a whole location, that cannot be used, and why. It stops nobody else.
 *
 * @param location the jar or folder, or {@link PluginDescriptor#CLASSPATH}
 * @param failedClass the class, or null when the location itself is what is broken
 * @param reason one sentence for the person who installed it
 */
public record BrokenPlugin(String location, @Nullable String failedClass, String reason) {

    public Optional<String> className() {
        return Optional.ofNullable(failedClass);
    }

    static BrokenPlugin location(Object location, String reason) {
        return new BrokenPlugin(location.toString(), null, reason);
    }

    @Override
    public String toString() {
        return failedClass == null
                ? location + " cannot be used: " + reason
                : failedClass + " of " + location + " cannot be used: " + reason;
    }
}
