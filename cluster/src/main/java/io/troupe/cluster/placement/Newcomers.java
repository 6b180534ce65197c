package io.troupe.cluster.placement;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;

/**
 * Who has just come. A process that has just started is slow in everything: it gets its share when it has settled, and
 * nothing new before if there are others.
 */
final class Newcomers {

    /** Nodes that found a cluster together are all new, whoever is first. */
    private static final Duration FOUNDING = Duration.ofSeconds(30);

    private final Duration settling;
    private final Map<ActorRef, Long> arrivals = new HashMap<>();

    /** @param settling how long one is new */
    Newcomers(Duration settling) {
        this.settling = settling;
    }

    /** To be called before any question, with all who are present. */
    void note(Set<ActorRef> present) {
        long now = System.nanoTime();
        arrivals.keySet().retainAll(present);
        present.forEach(region -> arrivals.putIfAbsent(region, now));
    }

    /** Whether nobody came so shortly ago. */
    boolean none(Duration ago) {
        return arrivals.isEmpty() || System.nanoTime() - Collections.max(arrivals.values()) >= ago.toNanos();
    }

    /** All but those who came to others a moment ago; all if there are no others. */
    <V> Map<ActorRef, V> spared(Map<ActorRef, V> regions) {
        long first = first(arrivals.values());
        Map<ActorRef, V> others = regions.entrySet().stream()
                .filter(entry -> {
                    long arrival = arrivals.getOrDefault(entry.getKey(), first);
                    return arrival - first < FOUNDING.toNanos() || !isNew(arrival);
                })
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return others.isEmpty() ? regions : others;
    }

    private static long first(Collection<Long> arrivals) {
        return arrivals.isEmpty() ? System.nanoTime() : Collections.min(arrivals);
    }

    private boolean isNew(long arrival) {
        return System.nanoTime() - arrival < settling.toNanos();
    }
}
