package io.troupe.cluster.connector;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Shards;
import io.troupe.cluster.offset.EntityOffsets;
import io.troupe.persistence.connector.RunState;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.connector.ConnectorActor;
import io.troupe.worker.connector.ConnectorAssignment;
import io.troupe.worker.connector.ConnectorReport;
import io.troupe.worker.connector.ConnectorRuns;
import io.troupe.worker.metrics.ConnectorMetrics;
import io.troupe.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * What a connector's entity finds on the node it lives on.
 *
 * @param metrics of this worker
 * @param restarts of what has failed, unless its connector says otherwise
 * @param offsets reads and changes offsets
 * @param taskEnd how long a task may take to end by itself, or to be given up
 * @param succession how long tasks wait for those of the plan before to end; zero when they see to it themselves
 * @param shard the shard the entity lives in, which has to know when it is not needed any more
 * @param hosted counts the hosts on this node, for their names
 */
public record ConnectorServices(
        ClusterSettings settings,
        String workerId,
        Shards shards,
        ConnectorRuns runs,
        RestartSettings restarts,
        WorkerMetrics metrics,
        OffsetThreads offsets,
        Duration taskEnd,
        Duration succession,
        ActorRef<ClusterSharding.ShardCommand> shard,
        AtomicLong hosted) {

    /** @param figures of this instance; they follow its reports */
    ActorRef<ConnectorActor.Command> host(
            ActorSystem<?> system,
            ConnectorAssignment assignment,
            ConnectorMetrics figures,
            Consumer<ConnectorReport> owner) {
        return ConnectorActor.start(
                system,
                "connector-" + assignment.id().incarnation() + "-" + hosted.incrementAndGet(),
                assignment,
                runs,
                figures,
                EntityOffsets.reader(shards.offsets(assignment.id().name()), settings.patience()),
                report -> {
                    note(figures, report);
                    owner.accept(report);
                });
    }

    private static void note(ConnectorMetrics figures, ConnectorReport report) {
        if (report instanceof ConnectorReport.Is is) {
            figures.state(is.state());
        } else if (report instanceof ConnectorReport.Failed) {
            figures.state(RunState.FAILED);
        }
    }

    void passivate(ActorRef<ConnectorCommand> entity) {
        shard.tell(new ClusterSharding.Passivate<>(entity));
    }
}
