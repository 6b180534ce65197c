package io.troupe.persistence.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of planned restarts, fact by fact. */
class RetriesTest {

    private static final Map<String, String> A = Map.of("a", "1");
    private static final Caller ANN = new Caller("anonymous", "192.0.2.7", "rest", null);
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final Duration RESET = Duration.ofMinutes(10);
    private static final Status RUNNING = Status.of(RunState.RUNNING, "w:1", "1.0");
    private static final Status FAILED = new Status(RunState.FAILED, "w:1", "1.0", "trace");

    private ConnectorState state = ConnectorState.BLANK;

    private void after(ConnectorFact... facts) {
        for (ConnectorFact fact : facts) {
            state = fact.applyTo(state);
        }
    }

    /** A connector with two tasks; it and its first task wait for their third restart. */
    private void waiting() {
        after(
                new ConnectorFact.Created(A, TargetState.STARTED, NOON, ANN),
                new ConnectorFact.TasksPlanned(List.of(A, A), NOON),
                new ConnectorFact.TaskEnlisted(0, 1, "w:1", NOON),
                new ConnectorFact.TaskReported(0, 1, FAILED, NOON),
                new ConnectorFact.Reported(FAILED, NOON),
                new ConnectorFact.RetryPlanned(0, 3, NOON.plusSeconds(4), NOON),
                new ConnectorFact.RetryPlanned(null, 3, NOON.plusSeconds(4), NOON));
        assertThat(List.of(ofTask(), state.retries()))
                .allSatisfy(it -> assertThat(it).isEqualTo(new Retries(3, NOON.plusSeconds(4), false, null)));
    }

    private Retries ofTask() {
        return state.tasks().get(0).retries();
    }

    @Test
    void theRuntimesOwnRestartGoesOnCounting() {
        waiting();

        after(new ConnectorFact.RestartAsked(true, List.of(0), NOON, Caller.TROUPE));

        assertThat(List.of(ofTask(), state.retries()))
                .allSatisfy(it -> assertThat(it).isEqualTo(new Retries(3, null, false, null)));
    }

    @Test
    void aUsersRestartMakesItForgotten() {
        waiting();

        after(new ConnectorFact.RestartAsked(true, List.of(0), NOON, ANN));

        assertThat(List.of(ofTask(), state.retries())).containsOnly(Retries.NONE);
    }

    @Test
    void aUsersRestartOfTheConnectorLeavesTheTasksAlone() {
        waiting();

        after(new ConnectorFact.RestartAsked(true, List.of(), NOON, ANN));

        assertThat(ofTask().pending()).isTrue();
        assertThat(state.retries()).isEqualTo(Retries.NONE);
    }

    @Test
    void aPauseCancelsItAndItIsStillOwed() {
        waiting();

        after(new ConnectorFact.Retargeted(TargetState.PAUSED, NOON, ANN));

        assertThat(List.of(ofTask(), state.retries())).containsOnly(new Retries(0, null, true, null));
        assertThat(state.tasks().get(1).retries()).isEqualTo(Retries.NONE);
    }

    @Test
    void aStopCancelsIt() {
        waiting();

        after(new ConnectorFact.Retargeted(TargetState.STOPPED, NOON, ANN));

        assertThat(state.tasks()).isEmpty();
        assertThat(state.retries()).isEqualTo(Retries.NONE);
    }

    @Test
    void aConfigurationCancelsIt() {
        waiting();

        after(new ConnectorFact.Configured(Map.of("a", "2"), NOON, ANN));

        assertThat(ofTask()).isEqualTo(new Retries(0, null, true, null));
        assertThat(state.retries()).isEqualTo(Retries.NONE);
    }

    @Test
    void tasksThatBeginAnewForgetIt() {
        waiting();

        after(new ConnectorFact.TasksPlanned(List.of(Map.of("a", "2"), A), NOON));

        assertThat(ofTask()).isEqualTo(Retries.NONE);
    }

    @Test
    void onlyLongHealthMakesItForgotten() {
        waiting();
        Instant healthy = NOON.plusSeconds(5);
        after(
                new ConnectorFact.RestartAsked(false, List.of(0), NOON, Caller.TROUPE),
                new ConnectorFact.TaskReported(0, 1, RUNNING, healthy),
                new ConnectorFact.TaskReported(0, 1, RUNNING, healthy.plusSeconds(60)));

        assertThat(ofTask()).isEqualTo(new Retries(3, null, false, healthy));
        assertThat(ofTask().attempts(healthy.plus(RESET).minusMillis(1), RESET)).isEqualTo(3);
        assertThat(ofTask().attempts(healthy.plus(RESET), RESET)).isEqualTo(0);
    }

    @Test
    void whatRunsWithoutItNeedsItNoMore() {
        waiting();

        after(new ConnectorFact.TaskReported(0, 1, RUNNING, NOON), new ConnectorFact.Reported(RUNNING, NOON));

        assertThat(List.of(ofTask(), state.retries())).noneMatch(Retries::pending);
    }
}
