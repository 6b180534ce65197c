package io.troupe.persistence.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import io.troupe.persistence.connector.ConnectorState.Phase;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a connector and its tasks, fact by fact. */
class ConnectorStateTest {

    private static final Map<String, String> A = Map.of("a", "1");
    private static final Map<String, String> B = Map.of("b", "2");
    private static final Status RUNNING = Status.of(RunState.RUNNING, "w:1", "1.0");
    private static final Status FAILED = new Status(RunState.FAILED, "w:1", "1.0", "trace");

    private ConnectorState state = ConnectorState.BLANK;

    private void created() {
        state = new ConnectorFact.Created(A, TargetState.STARTED, Instant.EPOCH, Caller.TROUPE).applyTo(state);
    }

    private void configured(Map<String, String> config) {
        state = new ConnectorFact.Configured(config, Instant.EPOCH, Caller.TROUPE).applyTo(state);
    }

    private void retargeted(TargetState target) {
        state = new ConnectorFact.Retargeted(target, Instant.EPOCH, Caller.TROUPE).applyTo(state);
    }

    private void restartAsked(boolean connector, Integer... tasks) {
        state = new ConnectorFact.RestartAsked(connector, List.of(tasks), Instant.EPOCH, Caller.TROUPE).applyTo(state);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private void planned(Map<String, String>... configs) {
        state = new ConnectorFact.TasksPlanned(List.of(configs), Instant.EPOCH).applyTo(state);
    }

    /** The entity gives every enlistment the next run. */
    private long enlisted(int task) {
        long run = state.nextRun();
        state = new ConnectorFact.TaskEnlisted(task, run, "w:1", Instant.EPOCH).applyTo(state);
        return run;
    }

    private void reported(int task, long run, Status status) {
        state = new ConnectorFact.TaskReported(task, run, status, Instant.EPOCH).applyTo(state);
    }

    private TaskState task(int number) {
        return state.task(number).orElseThrow();
    }

    @Test
    void aLifeGoesFromBlankToConfiguredToDeleted() {
        assertThat(state.exists()).isFalse();
        created();
        assertThat(state.exists()).isTrue();
        state = new ConnectorFact.Deleted(Instant.EPOCH, Caller.TROUPE).applyTo(state);
        assertThat(state.exists()).isFalse();
        assertThat(state.phase()).isEqualTo(Phase.DELETED);
        assertThat(state.tasks()).isEmpty();
        assertThat(state.config())
                .as("secrets do not outlive the connector in its state")
                .isEmpty();
    }

    @Test
    void theConfigurationKeepsTheOrderItWasSentIn() {
        Map<String, String> sent = new LinkedHashMap<>();
        List.of("z", "a", "m", "b").forEach(key -> sent.put(key, "1"));

        configured(sent);

        assertThat(state.config().keySet()).containsExactly("z", "a", "m", "b");
    }

    @Test
    void theSameConfigurationAgainIsNoNewVersion() {
        created();
        long version = state.version();
        configured(A);
        assertThat(state.version()).isEqualTo(version);
        configured(B);
        assertThat(state.version()).isEqualTo(version + 1);
    }

    @Test
    void tasksRunOnWhenTheSameIsPlannedAgain() {
        created();
        planned(A, B);
        enlisted(1);
        List<TaskState> before = state.tasks();

        assertThat(state.plannedAs(List.of(A, B))).isTrue();
        planned(A, B);

        assertThat(state.tasks()).isEqualTo(before);
    }

    @Test
    void onlyTheTaskWhoseSettingsChangedBeginsAnew() {
        created();
        planned(A, B);
        List<TaskState> before = state.tasks();

        assertThat(state.plannedAs(List.of(A, A))).isFalse();
        planned(A, A);

        assertThat(task(0)).isEqualTo(before.get(0));
        assertThat(task(1).revision()).isGreaterThan(before.get(1).revision());
        assertThat(task(1).config()).isEqualTo(A);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value.converter",
                "transforms.t.type",
                "errors.tolerance",
                "producer.override.acks",
                "topics",
                "connector.plugin.version"
            })
    void everyTaskBeginsAnewWhenASettingChangedThatTheRuntimeMakesTasksWith(String setting) {
        created();
        planned(A, B);
        List<TaskState> before = state.tasks();
        Map<String, String> changed = new HashMap<>(state.config());
        changed.put(setting, "another");
        configured(changed);

        assertThat(state.plannedAs(List.of(A, B))).isFalse();
        planned(A, B);

        assertThat(task(0).revision()).isGreaterThan(before.get(0).revision());
        assertThat(task(1).revision()).isGreaterThan(before.get(1).revision());
        assertThat(state.plannedAs(List.of(A, B))).isTrue();
    }

    @Test
    void tasksRunOnWhenASettingChangedThatTheConnectorDoesNotHandOn() {
        created();
        planned(A, B);
        List<TaskState> before = state.tasks();
        Map<String, String> changed = new HashMap<>(state.config());
        changed.put("remark", "none of theirs");
        configured(changed);

        assertThat(state.plannedAs(List.of(A, B))).isTrue();
        planned(A, B);
        assertThat(state.tasks()).isEqualTo(before);
        changed.put("value.converter", "another");
        configured(changed);
        changed.put("remark", "again");
        configured(changed);
        assertThat(state.plannedAs(List.of(A, B)))
                .as("an earlier change is not forgotten")
                .isFalse();
    }

    @Test
    void aPlanAddsAndDropsTasks() {
        created();
        planned(A);
        planned(A, B);
        assertThat(state.tasks()).hasSize(2);
        planned(A);
        assertThat(state.tasks()).hasSize(1);
        assertThat(state.task(1)).isEmpty();
        assertThat(state.task(-1)).isEmpty();
    }

    @Test
    void aRestartGivesTheNamedTasksANewRevisionAndShowsIt() {
        created();
        state = new ConnectorFact.Reported(RUNNING, Instant.EPOCH).applyTo(state);
        planned(A, B);
        reported(1, enlisted(1), FAILED);
        List<TaskState> before = state.tasks();

        restartAsked(false, 1);

        assertThat(task(0)).isEqualTo(before.get(0));
        assertThat(task(1).revision()).isGreaterThan(before.get(1).revision());
        assertThat(task(1).status()).isEqualTo(new Status(RunState.RESTARTING, "w:1", "1.0", "trace"));
        assertThat(state.status()).isEqualTo(RUNNING);
    }

    @Test
    void aRestartOfTheConnectorLeavesItsTasksAlone() {
        created();
        state = new ConnectorFact.Reported(RUNNING, Instant.EPOCH).applyTo(state);
        planned(A);
        List<TaskState> before = state.tasks();

        restartAsked(true);

        assertThat(state.status()).isEqualTo(RUNNING.in(RunState.RESTARTING));
        assertThat(state.tasks()).isEqualTo(before);
    }

    @Test
    void aRestartOfWhatDoesNotExistChangesNoTask() {
        created();
        planned(A);
        List<TaskState> before = state.tasks();

        restartAsked(false, 1, 7);

        assertThat(state.tasks()).isEqualTo(before);
    }

    @Test
    void reportsOfAnEarlierRunAreVoid() {
        created();
        planned(A);
        long first = enlisted(0);
        long second = enlisted(0);

        reported(0, first, FAILED);
        assertThat(task(0).status()).isNull();
        reported(0, second, RUNNING);
        assertThat(task(0).status()).isEqualTo(RUNNING);
        reported(3, second, FAILED);
        assertThat(state.tasks()).hasSize(1);
    }

    @Test
    void aRunThatIsToBeginDoesNotGoOnYet() {
        created();
        planned(A, B);
        reported(0, enlisted(0), RUNNING);
        reported(1, enlisted(1), FAILED);

        enlisted(0);
        enlisted(1);

        assertThat(task(0).status()).isEqualTo(new Status(RunState.UNASSIGNED, "w:1", RUNNING.version(), null));
        assertThat(task(1).status()).isEqualTo(FAILED);
    }

    @Test
    void pausedTasksStay() {
        created();
        planned(A, B);
        List<TaskState> before = state.tasks();

        retargeted(TargetState.PAUSED);

        assertThat(state.target()).isEqualTo(TargetState.PAUSED);
        assertThat(state.tasks()).isEqualTo(before);
    }

    @Test
    void aStoppedConnectorHasNoTasks() {
        created();
        planned(A, B);

        retargeted(TargetState.STOPPED);

        assertThat(state.tasks()).isEmpty();
        assertThat(state.plannedAs(List.of(A, B))).isFalse();
    }

    @Test
    void tasksThatComeBackAfterAStopDoNotRepeatTheRunsOfBefore() {
        created();
        planned(A, B);
        enlisted(0);
        long before = enlisted(0);
        enlisted(1);
        retargeted(TargetState.STOPPED);
        retargeted(TargetState.STARTED);
        planned(A, B);

        reported(0, before, FAILED);

        assertThat(task(0).status()).as("void: of a run before the stop").isNull();
        assertThat(enlisted(0)).isGreaterThan(before);
    }

    @Test
    void tasksThatComeBackWithALargerPlanDoNotRepeatTheRunsOfBefore() {
        created();
        planned(A, B);
        enlisted(1);
        long before = enlisted(1);
        planned(A);
        planned(A, B);

        assertThat(enlisted(1)).isGreaterThan(before);
    }

    @Test
    void revisionsAreNeverGivenTwice() {
        created();
        planned(A);
        long planned = task(0).revision();
        retargeted(TargetState.STOPPED);
        retargeted(TargetState.STARTED);
        planned(A);

        assertThat(task(0).revision()).isGreaterThan(planned);
    }

    @Test
    void aTaskInALogHidesItsSettings() {
        assertThat(new TaskState(Map.of("password", "hunter2"), 1, 1, RUNNING, Retries.NONE).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void tasksOfANewPlanAwaitTheFormerOnes() {
        created();
        planned(A, B);
        assertThat(state.awaitsFormer()).as("the first plan").isFalse();
        enlisted(0);
        enlisted(1);
        planned(B, A);
        assertThat(state.awaitsFormer()).isTrue();
        assertThat(state.former()).isEqualTo(new Predecessors(2, 1, 2));
        enlisted(1);
        assertThat(state.awaitsFormer()).as("once one has begun").isFalse();
    }

    @Test
    void tasksThatAreLeftAloneAwaitNobody() {
        created();
        planned(A, B);
        enlisted(0);
        enlisted(1);
        planned(A, B, A);
        assertThat(state.awaitsFormer()).as("one more").isFalse();
        planned(A, B);
        assertThat(state.awaitsFormer()).as("one less").isTrue();
        assertThat(state.former().precede(task(0))).as("as before").isFalse();
        enlisted(0);
        assertThat(state.awaitsFormer()).as("one that moved began nothing new").isTrue();
        planned(B);
        assertThat(state.former().tasks()).as("those nobody waited for yet").isEqualTo(3);
        assertThat(state.former().precede(task(0))).isTrue();
    }

    @Test
    void tasksAfterAStopAwaitThoseBeforeIt() {
        created();
        planned(A, B);
        enlisted(0);
        retargeted(TargetState.STOPPED);
        assertThat(state.awaitsFormer()).as("as long as there are none").isFalse();
        retargeted(TargetState.STARTED);
        planned(A);
        assertThat(state.awaitsFormer()).isTrue();
        assertThat(state.former().tasks()).isEqualTo(2);
        enlisted(0);
        assertThat(state.awaitsFormer()).isFalse();
    }
}
