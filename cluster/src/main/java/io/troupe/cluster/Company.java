package io.troupe.cluster;

import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.connector.ConnectorEntity;
import io.troupe.cluster.connector.ConnectorServices;
import io.troupe.cluster.connector.Connectors;
import io.troupe.cluster.connector.OffsetThreads;
import io.troupe.cluster.connector.Validator;
import io.troupe.cluster.evidence.CrashEvidence;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.placement.EvenAllocation;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.cluster.task.TaskServices;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.TaskLoops;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.connector.ConnectorRuns;
import io.troupe.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.pattern.Patterns;

/** Sets this node's part of the company up: the three kinds of entities, the catalogue, and how the node leaves. */
public final class Company {

    /** Longer than a task may take to stop; the phase of the shutdown has its own, longer limit. */
    private static final Duration HAND_OVER = Duration.ofSeconds(28);

    private Company() {}

    /** To be called once a node, when it is a member of its cluster. */
    public static Connectors assemble(
            ActorSystem<?> system,
            ClusterSettings settings,
            TaskLoops loops,
            ConnectorRuns runs,
            WorkerMetrics metrics,
            Validator validator,
            OffsetThreads offsets) {
        return assemble(system, settings, loops.settings(), loops::build, runs, metrics, validator, offsets);
    }

    static Connectors assemble(
            ActorSystem<?> system,
            ClusterSettings settings,
            WorkerSettings worker,
            TaskServices.Loops loops,
            ConnectorRuns runs,
            WorkerMetrics metrics,
            Validator validator,
            OffsetThreads offsets) {
        ClusterSharding sharding = ClusterSharding.get(system);
        Shards shards = new Shards(sharding);
        ClusterShardingSettings remembering =
                ClusterShardingSettings.create(system).withRememberEntities(true);
        AtomicLong hosted = new AtomicLong();
        RestartSettings restarts = RestartSettings.of(worker.properties());
        system.systemActorOf(
                MembershipWatch.create(metrics.group(), "http://" + worker.workerId() + "/"),
                "membership-watch",
                Props.empty());
        if (settings.crash().enabled()) {
            system.systemActorOf(CrashEvidence.create(settings.crash()), "crash-evidence", Props.empty());
        }

        Supplier<EvenAllocation> spread = () -> new EvenAllocation(system, settings.rebalanceBatch());
        sharding.init(Entity.of(Shards.OFFSETS, entity -> OffsetsEntity.create(entity.getEntityId(), settings))
                .withAllocationStrategy(spread.get()));
        ActorRef<?> tasks = sharding.init(Entity.of(
                        Shards.TASK,
                        entity -> TaskEntity.create(
                                TaskId.parse(entity.getEntityId()),
                                new TaskServices(settings, worker, shards, loops, metrics, entity.getShard())))
                .withMessageExtractor(Shards.tasks())
                .withStopMessage(TaskEntity.HandOver.INSTANCE)
                .withAllocationStrategy(spread.get())
                .withSettings(remembering));
        sharding.init(Entity.of(
                        Shards.CONNECTOR,
                        entity -> ConnectorEntity.create(
                                ConnectorId.parse(entity.getEntityId()),
                                new ConnectorServices(
                                        settings,
                                        worker.workerId(),
                                        shards,
                                        runs,
                                        restarts,
                                        metrics,
                                        offsets,
                                        entity.getShard(),
                                        hosted)))
                .withMessageExtractor(Shards.connectors())
                .withStopMessage(ConnectorCommand.HandOver.INSTANCE)
                .withAllocationStrategy(spread.get())
                .withSettings(remembering));

        ActorRef<Catalogue.Command> catalogue = ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        Catalogue.create(settings, id -> shards.connector(id).tell(ConnectorCommand.Wake.INSTANCE)),
                        "catalogue"));

        // While everything still runs that records their last commits; connectors and offsets follow in the next phase.
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeClusterShutdown(), "hand-over-tasks", () -> {
                    shards.leave();
                    return Patterns.gracefulStop(
                                    Adapter.toClassic(tasks), HAND_OVER, ShardRegion.gracefulShutdownInstance())
                            .thenApply(ended -> Done.getInstance());
                });
        return new Connectors(system, settings, shards, catalogue, validator, offsets);
    }
}
