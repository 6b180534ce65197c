package io.troupe.cluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorFact.RetryPlanned;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.RestartSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Failures and what follows from them, with nothing but a clock. */
class SupervisionTest {

    private static final Caller ANN = new Caller("anonymous", "192.0.2.7", "rest", null);
    private static final Status RUNNING = Status.of(RunState.RUNNING, "w:1", "1.0");
    private static final Status FAILED = new Status(RunState.FAILED, "w:1", "1.0", "trace");

    private final Supervision supervision = new Supervision(RestartSettings.of(Map.of()));
    private Instant now = Instant.parse("2026-03-04T12:00:00Z");
    private ConnectorState state = ConnectorState.BLANK;

    private void happen(ConnectorFact... facts) {
        for (ConnectorFact fact : facts) {
            state = fact.applyTo(state);
        }
    }

    private void created(Map<String, String> config) {
        happen(
                new ConnectorFact.Created(config, TargetState.STARTED, now, ANN),
                new ConnectorFact.TasksPlanned(List.of(config, config), now),
                new ConnectorFact.TaskEnlisted(0, 1, "w:1", now));
    }

    private List<ConnectorFact> fail() {
        List<ConnectorFact> then = supervision.failed(state, 0, false, now);
        happen(new ConnectorFact.TaskReported(0, 1, FAILED, now));
        then.forEach(this::happen);
        return then;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private RestartPlan restartWhatIsDue() {
        RestartPlan due = supervision.due(state, now);
        happen(new ConnectorFact.RestartAsked(due.connector(), due.tasks(), now, Caller.TROUPE));
        return due;
    }

    @Test
    void eachFailureInARowWaitsTwiceAsLong() {
        created(Map.of());
        for (int attempt = 1; attempt <= 12; attempt++) {
            Duration delay = Duration.ofSeconds(Math.min(300, 1 << (attempt - 1)));

            assertThat(fail()).containsExactly(new RetryPlanned(0, attempt, now.plus(delay), now));
            pass(delay.minusMillis(1));
            assertThat(supervision.due(state, now).nothing()).isTrue();
            pass(Duration.ofMillis(1));
            assertThat(restartWhatIsDue()).isEqualTo(new RestartPlan(false, List.of(0)));
            assertThat(supervision.next(state)).isEmpty();
            happen(new ConnectorFact.TaskReported(0, 1, RUNNING, now));
        }
    }

    @Test
    void healthAsLongAsTheResetBeginsAnew() {
        created(Map.of());
        fail();
        pass(Duration.ofSeconds(1));
        restartWhatIsDue();
        happen(new ConnectorFact.TaskReported(0, 1, RUNNING, now));

        pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(supervision.failed(state, 0, false, now))
                .containsExactly(new RetryPlanned(0, 2, now.plusSeconds(2), now));
        pass(Duration.ofMillis(1));
        assertThat(supervision.failed(state, 0, false, now))
                .containsExactly(new RetryPlanned(0, 1, now.plusSeconds(1), now));
    }

    @Test
    void aFailureThatIsReportedAgainChangesNothing() {
        created(Map.of());
        fail();

        assertThat(fail()).isEmpty();
    }

    @Test
    void someFailuresAreNotFollowedByAnything() {
        created(Map.of("troupe.restart.policy", "none"));

        assertThat(supervision.failed(state, 0, false, now)).isEmpty();
        assertThat(supervision.failed(ConnectorState.BLANK, null, true, now)).isEmpty();
    }

    @Test
    void theTimesOfTheConnectorGoBeforeTheWorkers() {
        created(Map.of("troupe.restart.min.ms", "70"));

        assertThat(fail()).containsExactly(new RetryPlanned(0, 1, now.plusMillis(70), now));
    }

    @Test
    void whatFailsDuringAPauseWaitsForItsEnd() {
        created(Map.of());
        happen(new ConnectorFact.Retargeted(TargetState.PAUSED, now, ANN));

        assertThat(fail()).containsExactly(new RetryPlanned(0, 0, null, now));
        assertThat(fail()).isEmpty();
        assertThat(supervision.next(state)).isEmpty();

        ConnectorFact resumed = new ConnectorFact.Retargeted(TargetState.STARTED, now, ANN);
        assertThat(supervision.changed(state, resumed, now))
                .containsExactly(resumed, new RetryPlanned(0, 1, now.plusSeconds(1), now));
    }

    @Test
    void whatRunsAfterAPauseIsNotRestarted() {
        created(Map.of());
        fail();
        happen(
                new ConnectorFact.Retargeted(TargetState.PAUSED, now, ANN),
                new ConnectorFact.TaskReported(0, 1, Status.of(RunState.PAUSED, "w:1", "1.0"), now));

        ConnectorFact resumed = new ConnectorFact.Retargeted(TargetState.STARTED, now, ANN);
        assertThat(supervision.changed(state, resumed, now)).containsExactly(resumed);
    }

    @Test
    void aPolicyThatEndsTakesWhatWasPlannedWithIt() {
        created(Map.of());
        fail();

        ConnectorFact strict = new ConnectorFact.Configured(Map.of("troupe.restart.policy", "none"), now, ANN);
        assertThat(supervision.changed(state, strict, now)).containsExactly(strict);
    }

    @Test
    void theEarliestIsNext() {
        created(Map.of());
        happen(
                new RetryPlanned(1, 2, now.plusSeconds(9), now),
                new RetryPlanned(null, 1, now.plusSeconds(5), now),
                new RetryPlanned(0, 1, now.plusSeconds(7), now));

        assertThat(supervision.next(state)).contains(now.plusSeconds(5));
        pass(Duration.ofSeconds(7));
        assertThat(supervision.due(state, now)).isEqualTo(new RestartPlan(true, List.of(0)));
    }
}
