package io.troupe.persistence.connector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a connector that its tasks are made with beside those that the connector made for them: converters,
 * transformations, clients, errors and topics are the runtime's business, and no connector has to hand them on.
 */
final class RuntimeSettings {

    private static final Set<String> KEYS =
            Set.of("connector.class", "topics", "topics.regex", "offsets.storage.topic");
    private static final List<String> PREFIXES = List.of(
            "connector.plugin.",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates",
            "errors.",
            "producer.override.",
            "consumer.override.",
            "admin.override.",
            "topic.creation.",
            "exactly.once.",
            "transaction.boundary");

    private RuntimeSettings() {}

    /** Whether tasks that were made with one configuration are as good with the other. */
    static boolean sameForTasks(Map<String, String> one, Map<String, String> other) {
        return of(one).equals(of(other));
    }

    private static Map<String, String> of(Map<String, String> config) {
        Map<String, String> own = new HashMap<>(config);
        own.keySet().removeIf(key -> !KEYS.contains(key) && PREFIXES.stream().noneMatch(key::startsWith));
        return own;
    }
}
