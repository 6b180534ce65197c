package io.troupe.cluster.connector;

import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a restart request comes to: contract/behaviours.md, section 15. */
record RestartPlan(boolean connector, List<Integer> tasks) {

    static RestartPlan of(ConnectorState state, boolean includeTasks, boolean onlyFailed) {
        List<Integer> tasks = IntStream.range(0, state.tasks().size())
                .filter(number -> includeTasks
                        && (!onlyFailed || failed(state.tasks().get(number).status())))
                .boxed()
                .toList();
        return new RestartPlan(!onlyFailed || failed(state.status()), tasks);
    }

    boolean nothing() {
        return !connector && tasks.isEmpty();
    }

    private static boolean failed(@Nullable Status status) {
        return status != null && status.failed();
    }
}
