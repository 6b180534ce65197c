package io.troupe.cluster.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.journal.GroupLease.Member;
import org.junit.jupiter.api.Test;

final class WhereaboutsTest {

    private static final Member SELF = new Member("10.0.0.1:7355", 1, "", "one/7@then");

    private static Member at(String address, String process) {
        return new Member(address, 2, "", process);
    }

    private static boolean isDead(Member member, boolean nobodyThere) {
        return new Whereabouts(SELF, true).isDead(member, nobodyThere);
    }

    @Test
    void whereNobodyListensNobodyLives() {
        assertThat(isDead(at("10.0.0.2:7355", "two/9@then"), true)).isTrue();
        assertThat(isDead(at("10.0.0.2:7355", "two/9@then"), false)).isFalse();
    }

    @Test
    void itsOwnAddressWasAnEarlierLifes() {
        assertThat(isDead(at("10.0.0.1:7355", "one/6@before"), false)).isTrue();
    }

    @Test
    void anotherHostsLoopbackProvesNothing() {
        Member here = new Member("127.0.0.1:7355", 1, "", "one/7@then");
        assertThat(isDead(at("127.0.0.1:7356", "two/9@then"), true)).isFalse();
        assertThat(isDead(at("127.0.0.1:7356", "one/9@then"), true)).isTrue();
        assertThat(new Whereabouts(here, true).isDead(at("127.0.0.1:7355", "two/9@then"), false))
                .isFalse();
    }

    @Test
    void aJournalOfOneProcessHasOnlyItsOwnMembers() {
        Whereabouts alone = new Whereabouts(SELF, false);

        assertThat(alone.isDead(at("127.0.0.1:7356", "one/6@before"), false)).isTrue();
        assertThat(alone.isDead(at("127.0.0.1:7356", "one/7@then"), false)).isFalse();
        assertThat(alone.isDead(at("127.0.0.1:7356", "one/7@then"), true)).isTrue();
    }
}
