package io.troupe.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.health.Checkup.Findings;
import io.troupe.worker.health.Condition.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A limit of a minute, looked at every ten seconds. */
class CheckupTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Vitals vitals = new Vitals();
    private final Checkup checkup = new Checkup(vitals, new Checkup.Limits(MINUTE, MINUTE));
    private long now = System.nanoTime();

    private Findings after(int seconds) {
        return after(seconds, Checkup.NO_TURN);
    }

    private Findings after(int seconds, long due) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        return checkup.look(now, due);
    }

    @Test
    void nothingIsWrongWithATaskThatHasNothingToDo() {
        for (int look = 0; look < 20; look++) {
            assertThat(after(10)).isEqualTo(new Findings(java.util.List.of(), null));
        }
    }

    @Test
    void recordsThatNobodyAcknowledgesForAMinuteAreTold() {
        after(0);
        vitals.polled(3);
        vitals.dropped();
        after(10);
        for (int look = 0; look < 5; look++) {
            assertThat(after(10).conditions()).isEmpty();
        }

        Findings found = after(10);

        assertThat(found.conditions()).hasSize(1);
        assertThat(found.conditions().get(0).kind()).isEqualTo(Kind.UNACKNOWLEDGED);
        assertThat(found.conditions().get(0).age()).isEqualTo(MINUTE);
        assertThat(found.conditions().get(0).reason())
                .isEqualTo("Kafka has acknowledged nothing for 60 s; records that were polled and are not in Kafka: 2");
        assertThat(found.death()).isNull();
        assertThat(after(10).conditions().get(0).begunNanos())
                .isEqualTo(found.conditions().get(0).begunNanos());
    }

    @Test
    void oneAcknowledgementIsAMinuteMore() {
        vitals.polled(100);
        for (int look = 0; look < 60; look++) {
            if (look % 5 == 0) {
                vitals.answered();
            }
            assertThat(after(10).conditions()).isEmpty();
        }
    }

    @Test
    void whoHasNothingOutstandingNowAndThenIsNotSilent() {
        for (int look = 0; look < 60; look++) {
            if (look % 2 == 0) {
                vitals.polled(1);
            } else {
                vitals.answered();
            }
            assertThat(after(10).conditions()).isEmpty();
        }
    }

    @Test
    void aProcessThatWasFrozenLooksAgainBeforeItJudges() {
        vitals.polled(1);
        after(0, 7);
        after(10, 7);

        assertThat(after(3600, 7)).isEqualTo(new Findings(java.util.List.of(), null));
    }

    @Test
    void aTurnThatIsDueForAMinuteMeansThatTheThreadIsGone() {
        after(0, 7);
        for (int look = 0; look < 5; look++) {
            assertThat(after(10, 7).death()).isNull();
        }

        assertThat(after(10, 7).death()).isEqualTo("The task's thread is gone: its turn has been due for 60 s");
    }

    @Test
    void turnsThatAreAlwaysALittleLateAreTurns() {
        for (int look = 0; look < 60; look++) {
            assertThat(after(10, look + 1).death()).isNull();
        }
    }

    @Test
    void aTaskWhoseProducerHasNoThreadIsDead() throws InterruptedException {
        vitals.polled(2);
        Thread producer = new Thread(vitals::answered);
        producer.start();
        producer.join();
        after(0);

        assertThat(after(10).death()).startsWith("The thread of the task's producer is gone");
    }

    @Test
    void aProducerWithoutAThreadHarmsNobodyWhoHasNothingToSend() throws InterruptedException {
        vitals.polled(1);
        Thread producer = new Thread(vitals::answered);
        producer.start();
        producer.join();
        after(0);

        assertThat(after(10).death()).isNull();
    }

    @Test
    void commitsThatFailForAMinuteAreTold() {
        vitals.commitFailed();
        now = System.nanoTime();
        assertThat(after(59).conditions()).isEmpty();
        vitals.commitFailed();

        Findings found = after(2);

        assertThat(found.conditions()).extracting(Condition::kind).containsExactly(Kind.UNCOMMITTED);
        assertThat(found.conditions().get(0).reason()).startsWith("No commit of offsets has succeeded for 6");
        vitals.commitSucceeded();
        assertThat(after(1).conditions()).isEmpty();
    }

    @Test
    void aCommitThatDoesNotEndIsTold() {
        vitals.commitBegan();
        now = System.nanoTime();

        assertThat(after(61).conditions())
                .extracting(Condition::reason)
                .allSatisfy(reason -> assertThat(reason).startsWith("A commit of offsets has not ended for 6"))
                .hasSize(1);
        vitals.commitEnded();
        assertThat(after(1).conditions()).isEmpty();
    }

    @Test
    void whatALoopSaysIsToldAtOnceUntilItTakesItBack() {
        vitals.begin(Kind.UNREAD, "orders-7");
        long begun = after(0).conditions().get(0).begunNanos();
        vitals.begin(Kind.UNREAD, "orders-7, orders-8");

        assertThat(after(1).conditions())
                .extracting(Condition::kind, Condition::begunNanos, Condition::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.UNREAD, begun, "orders-7, orders-8"));
        vitals.end(Kind.UNREAD);
        assertThat(after(1).conditions()).isEmpty();
    }

    @Test
    void aReasonIsCapped() {
        vitals.begin(Kind.UNREAD, "x".repeat(100_000));

        assertThat(after(0).conditions().get(0).reason())
                .hasSize(Condition.MOST_CHARACTERS)
                .endsWith("…");
    }
}
