package io.troupe.worker.metrics;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.worker.WorkerSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.AppInfoParser;

/** All figures of a worker: {@code connect-worker-metrics}, and the way to those of its connectors and tasks. */
public final class WorkerMetrics implements AutoCloseable {

    private final List<String> names;
    private final Beans beans;
    private final Beans groupBeans;
    private final StartMetrics starts;
    private final GroupMetrics group;
    private final Map<String, TaskMetrics> tasks = new ConcurrentHashMap<>();
    private final Map<String, TaskCounts> counts = new ConcurrentHashMap<>();
    private final Map<String, ConnectorMetrics> connectors = new ConcurrentHashMap<>();

    private WorkerMetrics(List<String> names, Beans beans, Beans groupBeans, String protocol) {
        this.names = names;
        this.beans = beans;
        this.groupBeans = groupBeans;
        Figures figures = beans.open("connect-worker-metrics", Map.of());
        figures.measure("connector-count", "Connectors on this worker.", connectors::size);
        figures.measure("task-count", "Tasks on this worker.", tasks::size);
        starts = new StartMetrics(figures);
        group = new GroupMetrics(beans, groupBeans, new GroupMetrics.Assigned(connectors::size, tasks::size), protocol);
        ClientMetrics.open(groupBeans);
    }

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is invalid; the message names it */
    public static WorkerMetrics start(WorkerSettings settings, String kafkaClusterId) {
        return start(settings, kafkaClusterId, Time.SYSTEM);
    }

    static WorkerMetrics start(WorkerSettings settings, String kafkaClusterId, Time time) {
        MetricsSettings reporting = MetricsSettings.of(settings, kafkaClusterId);
        String client = reporting.clientId();
        Beans beans = beans(reporting, settings.workerId(), Map.of(), time);
        Beans group = beans(reporting, client, Map.of("client-id", client), time);
        return new WorkerMetrics(List.of(settings.workerId(), client), beans, group, reporting.protocol());
    }

    private static Beans beans(MetricsSettings reporting, String name, Map<String, String> tags, Time time) {
        Metrics registry = reporting.registry(name, tags, time);
        AppInfoParser.registerAppInfo(MetricsSettings.NAMESPACE, name, registry, time.milliseconds());
        return new Beans(registry, time);
    }

    /** What reporters see of the worker, its connectors and its tasks. */
    public Metrics registry() {
        return beans.registry();
    }

    /** The same, and what reporters see of the worker as a member of its group. */
    public List<Metrics> registries() {
        return List.of(registry(), groupBeans.registry());
    }

    public GroupMetrics group() {
        return group;
    }

    /** Figures for a task that is given to this worker, from nought; those of its earlier run here end. */
    public TaskMetrics task(TaskId id) {
        synchronized (beans) {
            TaskMetrics earlier = tasks.get(id.label());
            if (earlier != null) {
                earlier.close();
            }
            TaskMetrics task = new TaskMetrics(id, beans, this::left);
            tasks.put(id.label(), task);
            counts.computeIfAbsent(id.connector().name(), name -> new TaskCounts(beans, name))
                    .enter(task);
            return task;
        }
    }

    private void left(TaskMetrics task) {
        tasks.remove(task.id().label(), task);
        String connector = task.id().connector().name();
        TaskCounts count = Objects.requireNonNull(counts.get(connector));
        if (count.leave(task)) {
            counts.remove(connector);
            count.close();
        }
    }

    /** Figures for an instance of a connector that is to run here, from nought; those of an earlier one end. */
    public ConnectorMetrics connector(ConnectorId id) {
        synchronized (beans) {
            ConnectorMetrics earlier = connectors.get(id.name());
            if (earlier != null) {
                earlier.close();
            }
            ConnectorMetrics connector = new ConnectorMetrics(
                    id, beans, starts, gone -> connectors.remove(gone.id().name(), gone));
            connectors.put(id.name(), connector);
            return connector;
        }
    }

    /** A task could not even be made. */
    public void taskNotMade() {
        starts.taskFailed();
    }

    @Override
    public void close() {
        synchronized (beans) {
            List.copyOf(tasks.values()).forEach(TaskMetrics::close);
            List.copyOf(connectors.values()).forEach(ConnectorMetrics::close);
        }
        for (int i = 0; i < names.size(); i++) {
            AppInfoParser.unregisterAppInfo(
                    MetricsSettings.NAMESPACE, names.get(i), registries().get(i));
        }
        registries().forEach(Metrics::close);
    }
}
