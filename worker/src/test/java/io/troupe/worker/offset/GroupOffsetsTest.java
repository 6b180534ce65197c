package io.troupe.worker.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.worker.kafka.SaidAdmin;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {

    private final SaidAdmin kafka = new SaidAdmin();
    private final GroupOffsets offsets =
            new GroupOffsets(kafka.admin, "g", "orders", "own"::equals, Duration.ofMillis(300));

    private void used() {
        kafka.deletionFailure = new GroupNotEmptyException("there are members");
    }

    @Test
    void membersOfTasksThatAreOverAreRemoved() {
        used();
        kafka.member("own", "x", null);
        kafka.member("of-others", "y", null);

        assertThatThrownBy(offsets::reset)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("others than its tasks consume as members of the group g");
        assertThat(kafka.removed).isNotEmpty().allMatch(Set.of("own")::equals);
    }

    @Test
    void membersThatMayNotBeRemovedAreAwaited() {
        used();
        kafka.member("own", "x", null);
        kafka.removalFailure = GroupAuthorizationException.forGroupId("g");

        assertThatThrownBy(offsets::reset)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("may not be removed by its admin client")
                .hasMessageContaining("READ on the group");
        assertThat(kafka.removed).hasSize(1);
    }

    @Test
    void nobodyIsRemovedFromAGroupThatNobodyUses() {
        kafka.member("own", "x", null);

        offsets.reset();

        assertThat(kafka.removed).isEmpty();
    }
}
