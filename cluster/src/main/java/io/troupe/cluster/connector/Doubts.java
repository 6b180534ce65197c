package io.troupe.cluster.connector;

import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the journal says of runs, and nobody has said since: whether they still go on, an entity that begins cannot know.
 * After a start of the whole cluster nothing does yet; after a move of the entity alone everything does, and says so at
 * once when it is asked.
 */
final class Doubts {

    private boolean connector;
    private boolean patient;

    /** Runs by their task's number. */
    private final Map<Integer, Long> runs = new HashMap<>();

    void begin(ConnectorState recovered) {
        connector = true;
        patient = true;
        IntStream.range(0, recovered.tasks().size()).forEach(number -> {
            TaskState task = recovered.tasks().get(number);
            if (goesOn(task.status())) {
                runs.put(number, task.run());
            }
        });
    }

    /** The connector itself has reported. */
    void settle() {
        connector = false;
    }

    /** A run of a task has reported. */
    void settle(int task, long run) {
        runs.remove(task, run);
    }

    /** Those who run have had the time to say so. */
    void impatient() {
        patient = false;
    }

    /** Whether it is worth a short wait to know better. */
    boolean wait(ConnectorState state) {
        return patient
                && IntStream.range(0, state.tasks().size())
                        .anyMatch(number -> about(number, state.tasks().get(number)));
    }

    /** As it may be told: whether what is in doubt is assigned to anybody is not known. */
    ConnectorState shown(ConnectorState state) {
        Status own = state.status();
        ConnectorState certain =
                connector && own != null && goesOn(own) ? state.showing(own.in(RunState.UNASSIGNED)) : state;
        if (runs.isEmpty()) {
            return certain;
        }
        List<TaskState> tasks = new ArrayList<>(certain.tasks());
        for (int number = 0; number < tasks.size(); number++) {
            TaskState task = tasks.get(number);
            if (about(number, task)) {
                tasks.set(
                        number,
                        task.showing(Objects.requireNonNull(task.status()).in(RunState.UNASSIGNED)));
            }
        }
        return certain.showing(certain.config(), tasks);
    }

    private boolean about(int number, TaskState task) {
        return goesOn(task.status()) && Objects.equals(runs.get(number), task.run());
    }

    private static boolean goesOn(@Nullable Status status) {
        return status != null && status.goesOn();
    }
}
