package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.worker.kafka.SinkGroup.Coverage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class KafkaSinkGroupTest {

    private static final Seats SEATS = Seats.of("workers", "orders");
    private static final int AWAY = -2;

    private final SaidAdmin kafka = new SaidAdmin();
    private final SharedAdmins admins = new SharedAdmins(settings -> kafka.admin, Duration.ofMinutes(1));
    private final KafkaSinkGroup group = of(false);

    private KafkaSinkGroup of(boolean consumerProtocol) {
        return new KafkaSinkGroup(admins, Map.of(), "g", SEATS, consumerProtocol, Duration.ofMillis(100));
    }

    private static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static TopicPartition partition(String topic, int number) {
        return new TopicPartition(topic, number);
    }

    // --- coverage

    @Test
    void whatNoMemberHasIsMissing() {
        kafka.partitions.putAll(Map.of("a", 3, "b", 1, "other", 7));
        kafka.member(SEATS.of(0), "x", null, partition("a", 0));
        kafka.member(SEATS.of(1), "y", null, partition("a", 2));

        assertThat(answer(group.coverage(List.of("a", "b"))))
                .isEqualTo(new Coverage(true, Set.of(partition("a", 1), partition("b", 0))));
    }

    @Test
    void aPatternMeansTopicsWhoseWholeNamesMatch() {
        kafka.partitions.putAll(Map.of("a-1", 1, "a-2", 1, "xa-1", 1, "a-1x", 1));
        kafka.member(SEATS.of(0), "x", null, partition("a-1", 0));

        assertThat(answer(group.coverage(Pattern.compile("a-."))).missing()).containsExactly(partition("a-2", 0));
    }

    @Test
    void aGroupIsSettledWhenItIsStable() {
        for (GroupState state : GroupState.values()) {
            kafka.state = state;
            assertThat(answer(group.coverage(List.of())).settled()).isEqualTo(state == GroupState.STABLE);
        }
    }

    @Test
    void aTopicThatIsNotToBeSeenHasNoPartitions() {
        kafka.topicFailures.putAll(Map.of(
                "hidden",
                new TopicAuthorizationException("hidden"),
                "bad/name",
                new InvalidTopicException("bad/name")));

        assertThat(answer(group.coverage(List.of("hidden", "bad/name", "absent")))
                        .missing())
                .isEmpty();
    }

    @Test
    void whatKafkaSaysOfTheGroupOrATopicIsTheFailure() {
        kafka.groupFailure = GroupAuthorizationException.forGroupId("g");
        assertThatThrownBy(() -> answer(group.coverage(List.of())))
                .hasCauseInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> answer(group.coverage(Pattern.compile(".*"))))
                .hasCauseInstanceOf(GroupAuthorizationException.class);

        kafka.groupFailure = null;
        kafka.topicFailures.put("a", new TimeoutException("nobody answers"));
        assertThatThrownBy(() -> answer(group.coverage(List.of("a")))).hasCauseInstanceOf(TimeoutException.class);
    }

    // --- claim

    @Test
    void aSeatOfTheClassicProtocolIsTakenAsItIs() {
        kafka.member(SEATS.of(0), "old", null);
        group.claim(0);
        assertThat(kafka.described).hasValue(0);
        assertThat(kafka.removed).isEmpty();
    }

    @Test
    void aSeatOfTheConsumerProtocolIsFreedWhenSomebodySitsThere() {
        kafka.member(SEATS.of(0), "old", 7);
        kafka.member(SEATS.of(1), "other", 7);
        of(true).claim(0);
        assertThat(kafka.removed).containsExactly(Set.of(SEATS.of(0)));
    }

    @Test
    void aSeatOfTheConsumerProtocolIsKeptForWhoOnlyLeftItForAWhile() {
        kafka.member(SEATS.of(0), "old", AWAY);
        of(true).claim(0);
        of(true).claim(1);
        assertThat(kafka.removed).isEmpty();
    }

    @Test
    void aClaimGoesOnWhateverKafkaSays() {
        kafka.groupKnown = false;
        of(true).claim(0);
        kafka.groupKnown = true;
        kafka.groupFailure = GroupAuthorizationException.forGroupId("g");
        of(true).claim(0);
        kafka.groupFailure = null;
        kafka.member(SEATS.of(0), "old", 7);
        kafka.removal = Errors.UNKNOWN_MEMBER_ID;
        of(true).claim(0);
        kafka.removal = Errors.GROUP_AUTHORIZATION_FAILED;
        of(true).claim(0);
        assertThat(kafka.removed).hasSize(2);
    }

    @Test
    void aClaimWaitsForNoAnswerForLong() {
        kafka.mute = true;
        long begunNanos = System.nanoTime();
        of(true).claim(0);
        assertThat(Duration.ofNanos(System.nanoTime() - begunNanos))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    @Test
    void aClaimThatIsInterruptedSaysSo() {
        kafka.mute = true;
        Thread.currentThread().interrupt();
        of(true).claim(0);
        assertThat(Thread.interrupted()).isTrue();
    }

    // --- seats that are left

    @Test
    void onlySeatsOfTheConnectorCount() {
        kafka.member(SEATS.of(1), "one", null);
        kafka.member(SEATS.of(12), "twelve", null);
        kafka.member(Seats.of("workers", "other").of(12), "stranger", null);

        assertThat(answer(group.seated(0))).isEqualTo(Map.of(SEATS.of(1), "one", SEATS.of(12), "twelve"));
        assertThat(answer(group.seated(2))).isEqualTo(Map.of(SEATS.of(12), "twelve"));
    }

    @Test
    void onlyWhoStillSitsThereIsRemoved() {
        kafka.member(SEATS.of(1), "one", null);
        kafka.member(SEATS.of(2), "another", null);

        answer(group.vacate(Map.of(SEATS.of(1), "one", SEATS.of(2), "two", SEATS.of(3), "three")));
        answer(group.vacate(Map.of(SEATS.of(2), "two")));

        assertThat(kafka.removed).containsExactly(Set.of(SEATS.of(1)));
    }

    @Test
    void aGroupThatIsGoneHasNobody() {
        kafka.groupKnown = false;
        assertThat(answer(group.seated(0))).isEmpty();
        answer(group.vacate(Map.of(SEATS.of(1), "one")));
        assertThat(kafka.removed).isEmpty();
    }

    @Test
    void whoLeftByHimselfIsNoFailure() {
        for (Errors known : List.of(Errors.UNKNOWN_MEMBER_ID, Errors.NONE)) {
            kafka.removal = known;
            answer(group.vacate(3));
        }
        assertThat(kafka.removed).containsExactly(Set.of(SEATS.of(3)), Set.of(SEATS.of(3)));
    }

    @Test
    void aRefusalIsToldToWhoAsked() {
        kafka.member(SEATS.of(1), "one", null);
        kafka.removal = Errors.GROUP_AUTHORIZATION_FAILED;
        assertThatThrownBy(() -> answer(group.vacate(1))).hasCauseInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> answer(group.vacate(Map.of(SEATS.of(1), "one"))))
                .hasCauseInstanceOf(GroupAuthorizationException.class);
        kafka.groupFailure = GroupAuthorizationException.forGroupId("g");
        assertThatThrownBy(() -> answer(group.seated(0))).hasCauseInstanceOf(GroupAuthorizationException.class);
    }
}
