package io.troupe.cluster.lease;

import io.troupe.persistence.journal.GroupLease;
import io.troupe.persistence.journal.GroupLease.Member;
import io.troupe.persistence.journal.GroupLeases;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One member's dealings with its group's lease: sees whether it still belongs to the cluster, keeps the lease alive, and
 * excludes others from it. Whoever excludes first wins; the loser reads that it is out. Calls come one at a time.
 */
final class Arbiter {

    /** Members other than the oldest keep the lease alive when they have seen no change for so many intervals. */
    private static final int INTERVALS_MISSED = 2;

    private static final int ATTEMPTS = 10;

    /** Who this member is, and which cluster it belongs to. */
    record Seat(String group, String cluster, Member self) {}

    private final GroupLeases leases;
    private final Seat seat;
    private final LeasePace pace;
    private final LongSupplier nanos;
    private @Nullable GroupLease seen;
    private long changedNanos;

    /** @param nanos a clock that never goes back */
    Arbiter(GroupLeases leases, Seat seat, LeasePace pace, LongSupplier nanos) {
        this.leases = leases;
        this.seat = seat;
        this.pace = pace;
        this.nanos = nanos;
    }

    /**
     * Looks at the lease, and keeps it alive when it is this member's turn.
     *
     * @param present the members, as this one sees them, the oldest first
     * @return false when this member does not belong to the cluster any more
     */
    boolean look(List<Member> present) throws SQLException {
        Optional<GroupLease> read = leases.read(seat.group());
        if (read.isEmpty()) {
            leases.begin(seat.group(), GroupLease.first(seat.cluster(), seat.self()));
            return true;
        }
        if (isLost(read.get())) {
            return false;
        }
        note(read.get());
        if (isMyTurn(read.get(), present)) {
            leases.change(seat.group(), read.get(), read.get().beat(present));
        }
        return true;
    }

    private boolean isLost(GroupLease lease) {
        return !lease.cluster().equals(seat.cluster())
                || lease.excluded().contains(seat.self().key());
    }

    private void note(GroupLease lease) {
        GroupLease before = seen;
        if (before == null || before.beats() != lease.beats()) {
            seen = lease;
            changedNanos = nanos.getAsLong();
        }
    }

    private boolean isMyTurn(GroupLease lease, List<Member> present) {
        boolean oldest =
                !present.isEmpty() && present.get(0).key().equals(seat.self().key());
        if (!leases.shared()) {
            return oldest && !lease.members().equals(present);
        }
        return oldest || nanos.getAsLong() - changedNanos > pace.interval().toNanos() * INTERVALS_MISSED;
    }

    /**
     * Excludes others from the cluster.
     *
     * @return false when somebody has excluded this member, or began another cluster
     */
    boolean exclude(Collection<String> gone) throws SQLException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<GroupLease> read = leases.read(seat.group());
            if (read.isPresent() && isLost(read.get())) {
                return false;
            }
            if (read.isEmpty()
                    || read.get().excluded().containsAll(gone)
                    || leases.overtake(seat.group(), read.get(), read.get().without(gone))) {
                return true;
            }
        }
        return false;
    }

    /** The last member leaves in good order: the next one need not wait. */
    void release() throws SQLException {
        Optional<GroupLease> read = leases.read(seat.group());
        if (read.isPresent() && !isLost(read.get())) {
            leases.change(seat.group(), read.get(), read.get().release());
        }
    }
}
