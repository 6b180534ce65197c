package io.troupe.cluster.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much a connector may make for its tasks: it has to be recorded, shown, and sent to where they run. */
final class PlanBounds {

    /** Of all tasks' settings together, written as UTF-8. */
    static final long MOST_BYTES = 16L * 1024 * 1024;

    private PlanBounds() {}

    /** What is too much, as a sentence; empty when nothing is. */
    static Optional<String> fault(List<Map<String, String>> configs) {
        long bytes = 0;
        for (Map<String, String> config : configs) {
            for (Map.Entry<String, String> setting : config.entrySet()) {
                bytes += bytes(setting.getKey()) + bytes(setting.getValue());
            }
        }
        return bytes > MOST_BYTES
                ? Optional.of("The connector made settings of %d bytes for %d tasks; together they can have %d at most."
                        .formatted(bytes, configs.size(), MOST_BYTES))
                : Optional.empty();
    }

    private static long bytes(String text) {
        long bytes = text.length();
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            // Each half of a pair counts for two of its four bytes.
            bytes += each < 0x80 ? 0 : each < 0x800 || Character.isSurrogate(each) ? 1 : 2;
        }
        return bytes;
    }
}
