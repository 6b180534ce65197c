package io.troupe.cluster.task;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Shards;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.offset.EntityRunOffsets;
import io.troupe.persistence.TaskId;
import io.troupe.worker.TopicTracking;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.health.Checkup;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.metrics.WorkerMetrics;
import io.troupe.worker.source.RunOffsets;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskHost;
import io.troupe.worker.task.TaskLoop;
import io.troupe.worker.task.TaskReport;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * What a task's entity finds on the node it lives on.
 *
 * @param loops makes what runs a task; called on the task's own thread
 * @param metrics of this worker
 * @param shard the shard the entity lives in, which has to know when it is not needed any more
 */
public record TaskServices(
        ClusterSettings settings,
        WorkerSettings worker,
        Shards shards,
        Loops loops,
        WorkerMetrics metrics,
        ActorRef<ClusterSharding.ShardCommand> shard) {

    private static final int COMMITS_MISSED = 10;

    /** Makes the loop of a task, which notes its topics; the offsets are opened if it is a source. */
    @FunctionalInterface
    public interface Loops {
        TaskLoop build(Assignment assignment, TaskMetrics metrics, ActiveTopics topics, RunOffsets offsets);
    }

    String workerId() {
        return worker.workerId();
    }

    EntityRef<ConnectorCommand> connector(TaskId task) {
        return shards.connector(task.connector());
    }

    /** @param report what becomes of each topic that is used for the first time after that many resets */
    ActiveTopics topics(long resets, Consumer<TaskReport.TopicUsed> report) {
        return TopicTracking.of(worker.properties()).enabled()
                ? new ActiveTopics(resets, report)
                : ActiveTopics.untracked();
    }

    /** How long a task may take to stop before it is abandoned: contract/behaviours.md, section 3. */
    Duration stopTimeout() {
        return worker.gracefulShutdownTimeout();
    }

    /** A sink waits for records until its next commit; that is no stall. */
    Duration stalledAfter() {
        Duration commits = worker.offsetFlushInterval().multipliedBy(2);
        Duration limit = settings.stalledAfter();
        return limit.compareTo(commits) < 0 ? commits : limit;
    }

    /** What counts as degraded, and as dead. */
    Checkup.Limits limits() {
        return new Checkup.Limits(
                settings.degradedAfter(), worker.offsetFlushInterval().multipliedBy(COMMITS_MISSED));
    }

    /** @param figures of this run of the task; they follow its reports */
    TaskHost host(
            ActorSystem<?> system,
            Assignment assignment,
            TaskMetrics figures,
            ActiveTopics topics,
            Consumer<TaskReport> owner) {
        return TaskHost.start(system, assignment, () -> build(assignment, figures, topics), report -> {
            if (report instanceof TaskReport.Is is) {
                figures.state(is.state());
            }
            owner.accept(report);
        });
    }

    private TaskLoop build(Assignment assignment, TaskMetrics figures, ActiveTopics topics) {
        try {
            return loops.build(
                    assignment,
                    figures,
                    topics,
                    new EntityRunOffsets(
                            shards.offsets(assignment.task().connector().name()),
                            connector(assignment.task()),
                            assignment,
                            settings,
                            stopTimeout()));
        } catch (RuntimeException | Error e) {
            metrics.taskNotMade();
            throw e;
        }
    }

    void passivate(ActorRef<TaskEntity.Command> entity) {
        shard.tell(new ClusterSharding.Passivate<>(entity));
    }
}
