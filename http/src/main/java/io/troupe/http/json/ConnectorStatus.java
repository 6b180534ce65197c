package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.cluster.connector.Connectors.View;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a connector and its tasks do. A version that is not known is null, that of a plugin without one is left out, as is
 * a trace that is not there.
 */
public record ConnectorStatus(String name, State connector, List<TaskStatus> tasks, String type) {

    /** How the connector itself does. */
    public record State(
            RunState state,
            @JsonProperty("worker_id") String workerId,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoVersion.class) @Nullable
            String version,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String trace) {}

    /** How a task does. */
    public record TaskStatus(
            int id,
            RunState state,
            @JsonProperty("worker_id") String workerId,

            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoVersion.class) @Nullable
            String version,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String trace) {}

    /** Empty until a worker has reported for the first time. */
    public static Optional<ConnectorStatus> of(View view, String type) {
        ConnectorState state = view.state();
        Status own = state.status();
        if (own == null) {
            return Optional.empty();
        }
        List<TaskStatus> tasks = new ArrayList<>();
        for (int number = 0; number < state.tasks().size(); number++) {
            task(state, number).ifPresent(tasks::add);
        }
        return Optional.of(new ConnectorStatus(
                view.name(), new State(own.state(), own.worker(), own.version(), own.trace()), tasks, type));
    }

    /** Empty until a worker has reported this task for the first time. */
    public static Optional<TaskStatus> task(ConnectorState state, int number) {
        return state.task(number)
                .map(task -> task.status())
                .map(status ->
                        new TaskStatus(number, status.state(), status.worker(), status.version(), status.trace()));
    }
}
