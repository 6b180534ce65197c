package io.troupe.cluster.lease;

import java.util.Collection;
import java.util.List;

/** The rule without a lease: more members go on, of two halves the one with the oldest member. Pure. */
final class Sides {

    private Sides() {}

    /**
     * @param all keys of the members, the oldest first
     * @param gone those whom this side misses
     */
    static boolean goesOn(List<String> all, Collection<String> gone) {
        List<String> left = all.stream().filter(each -> !gone.contains(each)).toList();
        return left.size() * 2 > all.size()
                || (left.size() * 2 == all.size()
                        && !left.isEmpty()
                        && left.get(0).equals(all.get(0)));
    }
}
