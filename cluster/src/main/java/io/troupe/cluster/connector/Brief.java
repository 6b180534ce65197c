package io.troupe.cluster.connector;

import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TaskState;
import io.troupe.worker.Traces;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connectors as they are told of: hundreds of tasks with settings and traces of their own are no large message. */
final class Brief {

    /** What says whether a connector is a source or a sink. */
    private static final String CLASS = "connector.class";

    /** In all traces of one answer together; each of many that have failed shows less than it would alone. */
    private static final int TRACE_CHARACTERS = 2 * 1024 * 1024;

    private Brief() {}

    /** Without topics, and without the settings of tasks. */
    static ConnectorState of(ConnectorState state) {
        int traces =
                (int) state.tasks().stream().filter(task -> trace(task) != null).count();
        int characters = TRACE_CHARACTERS / Math.max(traces, 1);
        List<TaskState> tasks =
                state.tasks().stream().map(task -> of(task, characters)).toList();
        return state.withoutTopics().showing(state.config(), tasks);
    }

    /** Without its own settings, too, but for its class. */
    static ConnectorState status(ConnectorState state) {
        String type = state.config().get(CLASS);
        return state.showing(type == null ? Map.of() : Map.of(CLASS, type), state.tasks());
    }

    private static TaskState of(TaskState task, int characters) {
        Status status = task.status();
        String trace = trace(task);
        Status shown = status == null || trace == null
                ? status
                : new Status(status.state(), status.worker(), status.version(), Traces.bounded(trace, characters));
        return new TaskState(Map.of(), task.revision(), task.run(), shown, task.retries());
    }

    private static @Nullable String trace(TaskState task) {
        Status status = task.status();
        return status == null ? null : status.trace();
    }
}
