package io.troupe.cluster.task;

import io.troupe.cluster.connector.Answer;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.TaskId;
import io.troupe.worker.health.Checkup;
import io.troupe.worker.health.Condition;
import io.troupe.worker.health.Condition.Kind;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.task.TaskHost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what is wrong with one run of a task although it says that it runs: once in the log when that begins and when
 * it ends, in its figures, and to the connector at every look. Nothing is done about it but where the task is dead.
 */
final class TaskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);

    private record Known(long begunNanos, Instant since) {}

    private final TaskId id;
    private final long run;
    private final TaskServices services;
    private final TaskHost host;
    private final TaskMetrics figures;
    private final Checkup checkup;
    private final Map<Kind, Known> known = new EnumMap<>(Kind.class);

    TaskWatch(TaskId id, long run, TaskServices services, TaskHost host, TaskMetrics figures) {
        this.id = id;
        this.run = run;
        this.services = services;
        this.host = host;
        this.figures = figures;
        this.checkup = new Checkup(figures.vitals(), services.limits());
    }

    /** Why the task can never go on by itself; null while it can. */
    @Nullable
    String look() {
        Checkup.Findings findings = checkup.look(System.nanoTime(), host.overdue());
        List<Condition> present = new ArrayList<>(findings.conditions());
        Condition stall = host.stall(services.stalledAfter());
        if (stall != null) {
            present.add(stall);
        }
        tell(present);
        return findings.death();
    }

    /** Whatever was wrong with this run is nobody's concern any more. */
    void end() {
        tell(List.of());
    }

    private void tell(List<Condition> present) {
        boolean any = !known.isEmpty() || !present.isEmpty();
        present.forEach(this::noteBegin);
        noteEnds(present);
        figures.degraded(
                present.stream().map(Condition::kind).filter(Kind::degrades).toList());
        if (any) {
            services.connector(id)
                    .tell(new ConnectorCommand.TaskConditions(
                            id.number(), run, present.stream().map(this::told).toList()));
        }
    }

    private void noteBegin(Condition condition) {
        Known before = known.get(condition.kind());
        if (before != null && before.begunNanos() == condition.begunNanos()) {
            return;
        }
        Instant since = services.settings().clock().instant().minus(condition.age());
        known.put(condition.kind(), new Known(condition.begunNanos(), since));
        if (condition.kind() == Kind.STALLED) {
            LOG.warn(
                    "Task {} has not come back for {} s; it is still running, here:\n{}",
                    id.label(),
                    condition.age().toSeconds(),
                    condition.reason());
        } else {
            LOG.warn("Task {} runs, but is degraded ({}): {}", id.label(), word(condition.kind()), condition.reason());
        }
    }

    private void noteEnds(List<Condition> present) {
        List<Kind> ended = new ArrayList<>(known.keySet());
        present.forEach(condition -> ended.remove(condition.kind()));
        for (Kind kind : ended) {
            known.remove(kind);
            if (kind.degrades()) {
                LOG.info("Task {} is not degraded any more ({})", id.label(), word(kind));
            }
        }
    }

    private Answer.Condition told(Condition condition) {
        Known noted = known.get(condition.kind());
        Instant since = noted == null ? services.settings().clock().instant() : noted.since();
        return new Answer.Condition(id.number(), run, condition.kind(), since, condition.reason());
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
