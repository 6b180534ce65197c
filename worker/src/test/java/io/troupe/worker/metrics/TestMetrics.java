package io.troupe.worker.metrics;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.worker.WorkerSettings;
import java.util.Map;

/** Figures that nobody but the test sees. */
public final class TestMetrics {

    private TestMetrics() {}

    /** Of a task of a worker that is gone: figures that count for nobody. */
    public static TaskMetrics ofTask(String connector) {
        WorkerSettings settings = WorkerSettings.of(
                Map.of(
                        "bootstrap.servers", "localhost:1",
                        "group.id", "g",
                        "key.converter", "k",
                        "value.converter", "v",
                        "metric.reporters", ""),
                "w:1");
        try (WorkerMetrics worker = WorkerMetrics.start(settings, "cluster")) {
            return worker.task(new TaskId(new ConnectorId(connector, 1), 0));
        }
    }
}
