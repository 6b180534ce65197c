package io.troupe.cluster.connector;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How much a configuration may hold: each alias makes settings of its own, and each setting is looked at many times. */
final class ConfigBounds {

    static final int MOST_SETTINGS = 10_000;
    static final int MOST_ALIASES = 256;

    private ConfigBounds() {}

    /** What is too much, as a sentence; empty when nothing is. */
    static Optional<String> fault(Map<String, String> config) {
        return config.size() > MOST_SETTINGS
                ? Optional.of("A connector can have %d settings at most, and these are %d."
                        .formatted(MOST_SETTINGS, config.size()))
                : Stream.of("transforms", "predicates")
                        .flatMap(list -> aliases(list, config.get(list)).stream())
                        .findFirst();
    }

    private static Optional<String> aliases(String list, @Nullable String value) {
        long named =
                value == null ? 0 : value.chars().filter(each -> each == ',').count() + 1;
        return named > MOST_ALIASES
                ? Optional.of(
                        "A connector can have %d %s at most, and these are %d.".formatted(MOST_ALIASES, list, named))
                : Optional.empty();
    }
}
