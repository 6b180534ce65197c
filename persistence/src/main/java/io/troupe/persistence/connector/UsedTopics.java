package io.troupe.persistence.connector;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The Kafka topics that a connector's tasks have written to or read from.
 *
 * @param names in the order in which they were first used
 * @param resets counts how often somebody made the list begin anew: what was used before does not belong there
 */
public record UsedTopics(Set<String> names, long resets) {

    public static final UsedTopics NONE = new UsedTopics(Set.of(), 0);

    /** A list travels between nodes as one message; what a connector uses beyond this is not listed. */
    private static final int MOST_CHARACTERS = 150_000;

    public UsedTopics {
        names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /** The same with further topics, as long as there is room. */
    public UsedTopics with(Collection<String> more) {
        LinkedHashSet<String> all = new LinkedHashSet<>(names);
        int room = MOST_CHARACTERS - all.stream().mapToInt(String::length).sum();
        for (String name : more) {
            if (name.length() <= room && all.add(name)) {
                room -= name.length();
            }
        }
        return all.size() == names.size() ? this : new UsedTopics(all, resets);
    }

    /** The list begins anew. */
    UsedTopics reset() {
        return new UsedTopics(Set.of(), resets + 1);
    }
}
