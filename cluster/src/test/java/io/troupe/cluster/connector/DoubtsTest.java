package io.troupe.cluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoubtsTest {

    private final Doubts doubts = new Doubts();
    private ConnectorState state = ConnectorState.BLANK;

    /** A connector and a task in each of these states, as an entity that begins finds it in its journal. */
    private void recovered(RunState... states) {
        happened(new ConnectorFact.Created(Map.of("a", "1"), TargetState.STARTED, Instant.EPOCH, Caller.TROUPE));
        happened(new ConnectorFact.Reported(Status.of(RunState.RUNNING, "w:1", "1.0"), Instant.EPOCH));
        happened(new ConnectorFact.TasksPlanned(
                List.of(states).stream().map(each -> Map.of("s", each.name())).toList(), Instant.EPOCH));
        for (int task = 0; task < states.length; task++) {
            begun(task);
            happened(new ConnectorFact.TaskReported(
                    task, state.run(), new Status(states[task], "w:1", "1.0", null), Instant.EPOCH));
        }
        doubts.begin(state);
    }

    private void begun(int task) {
        happened(new ConnectorFact.TaskEnlisted(task, state.nextRun(), "w:2", Instant.EPOCH));
    }

    private void happened(ConnectorFact fact) {
        state = fact.applyTo(state);
    }

    private List<RunState> shown() {
        return doubts.shown(state).tasks().stream()
                .map(task ->
                        task.status() == null ? RunState.STOPPED : task.status().state())
                .toList();
    }

    @Test
    void whatRanBeforeIsAssignedToNobodyUntilItSaysSoAgain() {
        recovered(RunState.RUNNING, RunState.PAUSED, RunState.FAILED);
        assertThat(shown()).containsExactly(RunState.UNASSIGNED, RunState.UNASSIGNED, RunState.FAILED);
        assertThat(doubts.shown(state).status()).isEqualTo(new Status(RunState.UNASSIGNED, "w:1", "1.0", null));
        assertThat(doubts.shown(state).config()).isEqualTo(state.config());

        doubts.settle(0, 1);
        doubts.settle();

        assertThat(shown()).containsExactly(RunState.RUNNING, RunState.UNASSIGNED, RunState.FAILED);
        assertThat(doubts.shown(state).status()).isEqualTo(state.status());
    }

    @Test
    void nobodyWaitsForWhatIsKnownOrLong() {
        recovered(RunState.RUNNING, RunState.RUNNING, RunState.FAILED);
        assertThat(doubts.wait(state)).isTrue();
        doubts.settle(0, 7);
        assertThat(doubts.wait(state)).as("another run").isTrue();
        doubts.settle(0, 1);
        begun(1);
        assertThat(doubts.wait(state)).as("a new run begins").isFalse();
        assertThat(shown()).containsExactly(RunState.RUNNING, RunState.UNASSIGNED, RunState.FAILED);
        assertThat(doubts.shown(state).tasks().get(1).status())
                .isEqualTo(new Status(RunState.UNASSIGNED, "w:2", "1.0", null));

        doubts.begin(state);
        assertThat(doubts.wait(state)).isTrue();
        doubts.impatient();
        assertThat(doubts.wait(state)).isFalse();
        assertThat(shown()).containsExactly(RunState.UNASSIGNED, RunState.UNASSIGNED, RunState.FAILED);
    }

    @Test
    void aLifeThatBeginsNowHasNoDoubts() {
        recovered(RunState.RUNNING);
        Doubts none = new Doubts();

        assertThat(none.shown(state)).isEqualTo(state);
        assertThat(none.wait(state)).isFalse();
    }
}
