package io.troupe.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is decided without a lease. */
final class SidesTest {

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    @Test
    void moreMembersOrTheOldestOneGoOn() {
        assertThat(Sides.goesOn(List.of("a", "b", "c"), Set.of("c"))).isTrue();
        assertThat(Sides.goesOn(List.of("a", "b", "c"), Set.of("b", "c"))).isFalse();
        assertThat(Sides.goesOn(List.of("a", "b"), Set.of("b"))).isTrue();
        assertThat(Sides.goesOn(List.of("a", "b"), Set.of("a"))).isFalse();
    }

    /** However a cluster falls in two, one side goes on, and not both. */
    @Test
    void oneSideGoesOn() {
        List<String> all = List.of("a", "b", "c", "d", "e");
        for (int size = 2; size <= all.size(); size++) {
            List<String> members = all.subList(0, size);
            for (int split = 1; split < (1 << size) - 1; split++) {
                Set<String> left = new HashSet<>();
                Set<String> right = new HashSet<>();
                for (int member = 0; member < size; member++) {
                    ((split & (1 << member)) == 0 ? left : right).add(members.get(member));
                }
                assertThat(Sides.goesOn(members, left))
                        .as("%s and %s", left, right)
                        .isNotEqualTo(Sides.goesOn(members, right));
            }
        }
    }

    @Test
    void whoLosesBothAtOnceIsTheOneThatIsCutOff() {
        Outage outage = Outage.begun(null, new SQLException("timeout"), seconds(100));

        assertThat(outage.isEverybodys(seconds(99))).isFalse();
        assertThat(outage.isEverybodys(seconds(104))).isFalse();
        assertThat(outage.isEverybodys(seconds(105))).isTrue();
    }

    @Test
    void anOutageBeginsWithItsFirstFailure() {
        Outage first = Outage.begun(null, new SQLException("timeout"), seconds(100));

        assertThat(Outage.begun(first, new SQLException("timeout"), seconds(200))
                        .sinceNanos())
                .isEqualTo(seconds(100));
    }

    @Test
    void aHostThatRefusesIsInReach() {
        SQLException refused = new SQLException("no connection", new ConnectException("Connection refused"));

        assertThat(Outage.begun(null, refused, seconds(100)).isEverybodys(seconds(99)))
                .isTrue();
        assertThat(Outage.begun(null, new SQLException(new ConnectException("timed out")), 0)
                        .isEverybodys(0))
                .isFalse();
    }
}
