package io.troupe.cluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.ConnectorState.Phase;
import io.troupe.persistence.connector.Predecessors;
import io.troupe.persistence.connector.Retries;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.connector.UsedTopics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RestartPlanTest {

    private static final ConnectorState ONE_TASK_FAILED =
            state(RunState.RUNNING, RunState.RUNNING, RunState.FAILED, null);

    @Test
    void theConnectorAloneByDefault() {
        assertThat(RestartPlan.of(ONE_TASK_FAILED, false, false)).isEqualTo(new RestartPlan(true, List.of()));
    }

    @Test
    void everythingWithTasks() {
        assertThat(RestartPlan.of(ONE_TASK_FAILED, true, false)).isEqualTo(new RestartPlan(true, List.of(0, 1, 2)));
    }

    @Test
    void onlyWhatFailed() {
        assertThat(RestartPlan.of(ONE_TASK_FAILED, true, true)).isEqualTo(new RestartPlan(false, List.of(1)));
        assertThat(RestartPlan.of(state(RunState.FAILED, RunState.FAILED), true, true))
                .isEqualTo(new RestartPlan(true, List.of(0)));
    }

    @Test
    void nothingWhenTheTasksFailedButOnlyTheConnectorIsMeant() {
        assertThat(RestartPlan.of(ONE_TASK_FAILED, false, true).nothing()).isTrue();
        assertThat(RestartPlan.of(state(RunState.FAILED), false, true).nothing())
                .isFalse();
    }

    @Test
    void aConnectorThatNobodyReportedHasNotFailed() {
        assertThat(RestartPlan.of(state(null), true, true).nothing()).isTrue();
    }

    private static ConnectorState state(@Nullable RunState connector, @Nullable RunState... tasks) {
        List<TaskState> states = Stream.of(tasks)
                .map(task -> new TaskState(Map.of(), 1, 1, status(task), Retries.NONE))
                .toList();
        return new ConnectorState(
                Phase.CONFIGURED,
                Map.of(),
                TargetState.STARTED,
                1,
                1,
                1,
                1,
                status(connector),
                states,
                UsedTopics.NONE,
                Retries.NONE,
                null,
                Predecessors.NONE);
    }

    private static @Nullable Status status(@Nullable RunState state) {
        return state == null ? null : Status.of(state, "a:1", "1.0");
    }
}
