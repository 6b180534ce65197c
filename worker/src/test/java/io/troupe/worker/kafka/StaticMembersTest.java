package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class StaticMembersTest {

    private final SaidAdmin kafka = new SaidAdmin();
    private final StaticMembers members =
            new StaticMembers(new SharedAdmins(settings -> kafka.admin, Duration.ofMinutes(1)), Duration.ofMillis(100));

    private boolean known(String brokers) {
        return members.knownTo(Map.of("bootstrap.servers", brokers), "g", List.of("nobody", "nobody-else"));
    }

    @Test
    void brokersThatRemoveMembersKnowThem() {
        kafka.removal = Errors.UNKNOWN_MEMBER_ID;

        assertThat(known("a:1")).isTrue();
        assertThat(kafka.removed).containsExactly(Set.of("nobody", "nobody-else"));
    }

    @Test
    void oldBrokersDoNot() {
        kafka.removalFailure = new UnsupportedVersionException("no batches");

        assertThat(known("a:1")).isFalse();
    }

    @Test
    void eachClusterIsAskedOnce() {
        kafka.removalFailure = new UnsupportedVersionException("no batches");
        known("old:1");
        kafka.removalFailure = null;
        kafka.removal = Errors.UNKNOWN_MEMBER_ID;

        assertThat(known("new:1")).isTrue();
        assertThat(known("new:1")).isTrue();
        assertThat(known("old:1")).isFalse();
        assertThat(kafka.removed).hasSize(2);
    }

    @Test
    void whoMayNotAskTakesThemForNewOnes() {
        kafka.removalFailure = GroupAuthorizationException.forGroupId("g");

        assertThat(known("a:1")).isTrue();
    }

    @Test
    void brokersThatDoNotAnswerAreAskedAgain() {
        kafka.removalFailure = new TimeoutException("late");
        assertThat(known("a:1")).isTrue();
        kafka.removalFailure = null;
        kafka.mute = true;
        assertThat(known("a:1")).isTrue();
        kafka.mute = false;
        kafka.removalFailure = new UnsupportedVersionException("no batches");

        assertThat(known("a:1")).isFalse();
    }
}
