package io.troupe.worker.metrics;

import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.RunState;
import io.troupe.worker.Closing;
import io.troupe.worker.health.Condition.Kind;
import io.troupe.worker.health.Vitals;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.jspecify.annotations.Nullable;

/**
 * {@code connector-task-metrics} of one task, from when it was given to this worker until it leaves; the beans of its
 * source, its sink, its errors and its plugins go with it. Durations are nanoseconds; safe from any thread.
 */
public final class TaskMetrics implements AutoCloseable {

    private static final String GROUP = "connector-task-metrics";
    /** Of ours: the original has no such bean. */
    private static final String HEALTH = "task-health-metrics";

    private final TaskId id;
    private final Beans beans;
    private final Consumer<TaskMetrics> left;
    private final Map<String, String> tags;
    private final StateClock clock;
    private final Vitals vitals = new Vitals();
    private final List<Closeable> open = new ArrayList<>();
    private final Sensor batches;
    private final Sensor commitTimes;
    private final Sensor commits;
    private volatile TaskPlugins plugins = TaskPlugins.UNKNOWN;
    private volatile List<Kind> degraded = List.of();
    private @Nullable SourceMetrics source;
    private @Nullable SinkMetrics sink;
    private @Nullable ErrorMetrics errors;
    private boolean closed;

    /** @param left told when the task has left, in the monitor of the beans */
    TaskMetrics(TaskId id, Beans beans, Consumer<TaskMetrics> left) {
        this.id = id;
        this.beans = beans;
        this.left = left;
        this.tags = Map.of("connector", id.connector().name(), "task", Integer.toString(id.number()));
        this.clock = new StateClock(beans.time());
        Figures figures = figures(GROUP, tags);
        figures.gauge("status", "State of the task.", clock::word);
        figures.measure(
                "running-ratio", "Share of its time that the task was running.", () -> clock.share(RunState.RUNNING));
        figures.measure(
                "pause-ratio", "Share of its time that the task was paused.", () -> clock.share(RunState.PAUSED));
        figures.gauge("connector-type", "Whether the task is a source or a sink.", () -> plugins.type());
        plugin(figures, "connector", TaskPlugins::connector);
        plugin(figures, "task", TaskPlugins::task);
        plugin(figures, "key-converter", TaskPlugins::keyConverter);
        plugin(figures, "value-converter", TaskPlugins::valueConverter);
        plugin(figures, "header-converter", TaskPlugins::headerConverter);
        batches = figures.maxAndAverage("batch-size-max", "batch-size-avg", "Records in a batch");
        commitTimes = figures.maxAndAverage(
                "offset-commit-max-time-ms", "offset-commit-avg-time-ms", "Time that a commit of offsets took");
        commits = figures.outcomes("offset-commit", "commits of offsets");
        Figures health = figures(HEALTH, tags);
        health.gauge("degraded", "How many things are wrong with the task although it runs.", () -> degraded.size());
        health.gauge("degraded-by", "What is wrong with the task although it runs.", this::degradedBy);
    }

    private @Nullable String degradedBy() {
        List<Kind> now = degraded;
        return now.isEmpty()
                ? null
                : now.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    private void plugin(Figures figures, String which, Function<TaskPlugins, TaskPlugins.Plugin> part) {
        figures.gauge(which + "-class", "Class of the " + which + ".", () -> part.apply(plugins)
                .className());
        figures.gauge(which + "-version", "Version of the " + which + ".", () -> part.apply(plugins)
                .version());
    }

    public void state(RunState state) {
        clock.enter(state);
    }

    /** What the run achieves, and what is wrong with it, as its loop notes it. */
    public Vitals vitals() {
        return vitals;
    }

    /** @param kinds of what is wrong with the task although it runs */
    public void degraded(List<Kind> kinds) {
        degraded = List.copyOf(kinds);
    }

    /** Says what the task is made of, once its plugins are. */
    public void describe(TaskPlugins made) {
        synchronized (beans) {
            plugins = made;
            made.transforms().forEach((alias, plugin) -> alias("transform", alias, plugin));
            made.predicates().forEach((alias, plugin) -> alias("predicate", alias, plugin));
        }
    }

    private void alias(String kind, String alias, TaskPlugins.Plugin plugin) {
        Map<String, String> own = new HashMap<>(tags);
        own.put(kind, alias);
        Figures figures = figures("connector-" + kind + "-metrics", own);
        figures.gauge(kind + "-class", "Class of the " + kind + ".", plugin::className);
        figures.gauge(kind + "-version", "Version of the " + kind + ".", plugin::version);
    }

    /** @param records handed on at once */
    public void batch(int records) {
        batches.record(records);
    }

    public void commitSucceeded(long nanos) {
        commitTimes.record(Figures.millis(nanos));
        commits.record(1);
        vitals.commitSucceeded();
    }

    /** @param nanos not counted: the times are of commits that succeeded */
    public void commitFailed(long nanos) {
        commits.record(0);
        vitals.commitFailed();
    }

    public SourceMetrics source() {
        synchronized (beans) {
            SourceMetrics known = source;
            if (known == null) {
                known = new SourceMetrics(figures("source-task-metrics", tags));
                source = known;
            }
            return known;
        }
    }

    public SinkMetrics sink() {
        synchronized (beans) {
            SinkMetrics known = sink;
            if (known == null) {
                known = new SinkMetrics(figures("sink-task-metrics", tags), figures(HEALTH, tags));
                sink = known;
            }
            return known;
        }
    }

    public ErrorMetrics errors() {
        synchronized (beans) {
            ErrorMetrics known = errors;
            if (known == null) {
                known = new ErrorMetrics(figures("task-error-metrics", tags), beans.time());
                errors = known;
            }
            return known;
        }
    }

    /** Figures that the task registers for itself. */
    public PluginMetrics ofPlugin() {
        return ofPlugin(Map.of());
    }

    /**
     * Figures that a plugin of the task registers for itself.
     *
     * @param which for instance {@code transform} and its alias
     */
    public PluginMetrics ofPlugin(Map<String, String> which) {
        synchronized (beans) {
            Map<String, String> own = new HashMap<>(tags);
            own.putAll(which);
            PluginMetricsImpl figures = beans.ofPlugin(own, !closed);
            if (!closed) {
                open.add(figures);
            }
            return figures;
        }
    }

    /** A task that was given up may still come alive; it counts for nobody then. */
    private Figures figures(String group, Map<String, String> own) {
        if (closed) {
            return beans.unseen(group, own);
        }
        Figures figures = beans.open(group, own);
        open.add(figures);
        return figures;
    }

    TaskId id() {
        return id;
    }

    RunState state() {
        return clock.state();
    }

    /** The task has left this worker. */
    @Override
    public void close() {
        synchronized (beans) {
            if (!closed) {
                closed = true;
                open.forEach(Closing::quietly);
                left.accept(this);
            }
        }
    }
}
