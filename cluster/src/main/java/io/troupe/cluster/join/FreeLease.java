package io.troupe.cluster.join;

import io.troupe.persistence.journal.GroupLease;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lease of a group can be taken over, by what a node that starts sees of it: it was released, all of its
 * members are dead, or it has not changed for the lease's time while this node was looking.
 */
final class FreeLease {

    private final Duration time;
    private final LongSupplier nanos;
    private @Nullable GroupLease seen;
    private long changedNanos;

    /** @param nanos a clock that never goes back */
    FreeLease(Duration time, LongSupplier nanos) {
        this.time = time;
        this.nanos = nanos;
    }

    /**
     * @param shared whether members may live in other processes, and show it by changing the lease
     * @param dead whether it is proven that a member's process has ended
     */
    boolean isFree(GroupLease lease, boolean shared, Predicate<GroupLease.Member> dead) {
        GroupLease before = seen;
        if (before == null || !before.cluster().equals(lease.cluster()) || before.beats() != lease.beats()) {
            seen = lease;
            changedNanos = nanos.getAsLong();
        }
        return lease.released()
                || lease.members().stream().allMatch(dead)
                || (shared && nanos.getAsLong() - changedNanos >= time.toNanos());
    }
}
