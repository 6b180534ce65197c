package io.troupe.worker.metrics;

import io.troupe.persistence.connector.RunState;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** {@code connect-worker-metrics,connector=X}: how many tasks of a connector are here, and in which state. */
final class TaskCounts implements AutoCloseable {

    private final Figures figures;
    private final Set<TaskMetrics> tasks = ConcurrentHashMap.newKeySet();

    TaskCounts(Beans beans, String connector) {
        figures = beans.open("connect-worker-metrics", Map.of("connector", connector));
        figures.gauge(
                "connector-total-task-count", "Tasks of the connector on this worker.", () -> (long) tasks.size());
        for (RunState state : RunState.values()) {
            if (state != RunState.STOPPED) {
                String word = state.name().toLowerCase(Locale.ROOT);
                count(word, () -> tasks.stream()
                        .filter(task -> task.state() == state)
                        .count());
            }
        }
        count("destroyed", () -> 0L); // a task that is destroyed is not here any more
    }

    private void count(String word, Supplier<Long> count) {
        figures.gauge(
                "connector-" + word + "-task-count",
                "Tasks of the connector on this worker that are " + word + ".",
                count);
    }

    void enter(TaskMetrics task) {
        tasks.add(task);
    }

    /** True when nobody is left. */
    boolean leave(TaskMetrics task) {
        tasks.remove(task);
        return tasks.isEmpty();
    }

    @Override
    public void close() {
        figures.close();
    }
}
