package io.troupe.cluster.join;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What workers of one cluster have in common. Pure.
 *
 * @param binding name, as it is told to people, and value of what has to be the same
 * @param advised the same of what ought to be
 */
public record Terms(Map<String, String> binding, Map<String, String> advised) {

    /** Of things that differ one sentence can hold so many. */
    private static final int MOST_NAMED = 10;

    private static final String NONE = "none";

    public Terms {
        binding = Collections.unmodifiableMap(new LinkedHashMap<>(binding));
        advised = Collections.unmodifiableMap(new LinkedHashMap<>(advised));
    }

    /** What keeps a worker with these terms from joining one with those; empty if nothing does. */
    List<String> conflicts(Terms others) {
        return differences(binding, others.binding);
    }

    List<String> warnings(Terms others) {
        return differences(advised, others.advised);
    }

    private static List<String> differences(Map<String, String> own, Map<String, String> others) {
        return Stream.concat(own.keySet().stream(), new TreeSet<>(others.keySet()).stream())
                .distinct()
                .filter(name -> !Objects.equals(own.get(name), others.get(name)))
                .limit(MOST_NAMED)
                .map(name -> name + " is " + own.getOrDefault(name, NONE) + " here and "
                        + others.getOrDefault(name, NONE) + " there")
                .toList();
    }

    /** All that is binding, in one line: what Pekko compares once more as a node joins. */
    public String signature() {
        return binding.toString();
    }
}
