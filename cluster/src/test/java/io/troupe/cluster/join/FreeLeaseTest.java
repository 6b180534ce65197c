package io.troupe.cluster.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.journal.GroupLease;
import io.troupe.persistence.journal.GroupLease.Member;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FreeLeaseTest {

    private static final Member A = new Member("a:1", 1, "", "");
    private static final Member B = new Member("b:1", 2, "", "");

    private final GroupLease lease = GroupLease.first("one", A);
    private final FreeLease free = new FreeLease(Duration.ofSeconds(8), () -> TimeUnit.SECONDS.toNanos(seconds()));
    private long seconds;

    private long seconds() {
        return seconds;
    }

    private boolean isFree(GroupLease seen) {
        return free.isFree(seen, true, member -> false);
    }

    @Test
    void oneThatDoesNotChangeIsFreeAfterItsTime() {
        assertThat(isFree(lease)).isFalse();
        seconds += 7;
        assertThat(isFree(lease)).isFalse();
        seconds += 1;
        assertThat(isFree(lease)).isTrue();
    }

    /** As after an outage of the database: the surviving members come first. */
    @Test
    void oneThatChangesIsWatchedAnew() {
        GroupLease renewed = lease.beat(List.of(A));
        isFree(lease);
        seconds += 7;
        assertThat(isFree(renewed)).isFalse();
        seconds += 7;
        assertThat(isFree(renewed)).isFalse();
        seconds += 1;
        assertThat(isFree(renewed)).isTrue();
    }

    @Test
    void oneThatWasReleasedOrWhoseMembersAreDeadIsFreeAtOnce() {
        assertThat(isFree(lease.release())).isTrue();
        assertThat(free.isFree(lease.beat(List.of(A, B)), true, B::equals)).isFalse();
        assertThat(free.isFree(lease.beat(List.of(A, B)), true, member -> true)).isTrue();
    }

    /** Nobody changes it then: the process that has the file knows who lives. */
    @Test
    void timeDoesNotFreeOneOfASingleProcess() {
        free.isFree(lease, false, member -> false);
        seconds += 100;

        assertThat(free.isFree(lease, false, member -> false)).isFalse();
    }
}
