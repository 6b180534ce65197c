package io.troupe.worker.metrics;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.worker.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** A worker's figures on a clock of the test, and a look at them. */
final class Counted implements AutoCloseable {

    static final ConnectorId ORDERS = new ConnectorId("orders", 1);
    static final TaskId FIRST = new TaskId(ORDERS, 0);
    static final TaskId SECOND = new TaskId(ORDERS, 1);

    private static final AtomicInteger WORKERS = new AtomicInteger(1);

    final SetTime time = new SetTime();
    final String workerId = "worker:" + WORKERS.getAndIncrement();
    final WorkerMetrics worker;

    /** @param settings keys and values in turn */
    Counted(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "group.id", "counted",
                "key.converter", "Key",
                "value.converter", "Value",
                "metric.reporters", ""));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        worker = WorkerMetrics.start(WorkerSettings.of(properties, workerId), "cluster-1", time);
    }

    TaskMetrics task() {
        return worker.task(FIRST);
    }

    /** A figure of the first task. */
    Object task(String group, String attribute) {
        return value(group, attribute, Map.of("connector", "orders", "task", "0"));
    }

    Object worker(String attribute) {
        return value("connect-worker-metrics", attribute, Map.of());
    }

    Object value(String group, String attribute, Map<String, String> tags) {
        return Objects.requireNonNull(find(group, attribute, tags), () -> group + " has no " + attribute)
                .metricValue();
    }

    private @Nullable KafkaMetric find(String group, String attribute, Map<String, String> tags) {
        for (Metrics registry : worker.registries()) {
            KafkaMetric metric = registry.metric(registry.metricName(attribute, group, "", tags));
            if (metric != null) {
                return metric;
            }
        }
        return null;
    }

    /** The groups that have figures with this tag. */
    Set<String> groupsWith(String tag) {
        return worker.registry().metrics().keySet().stream()
                .filter(name -> name.tags().containsKey(tag))
                .map(MetricName::group)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        worker.close();
    }
}
