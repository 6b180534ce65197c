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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.pattern.Patterns;

/** Sets this node's part of the company up: the three kinds of entities, the catalogue, and how the node leaves. */
public final class Company {

    /** Longer than a connector may take to stop; with the others below within the limit of the shutdown's phase. */
    private static final Duration HAND_OVER_CONNECTORS = Duration.ofSeconds(8);

    /** What entities get to wake up elsewhere before others ask for them there. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** Longer than a task may take to stop. */
    private static final Duration HAND_OVER_TASKS = Duration.ofSeconds(28);

    private static final Duration HAND_OVER_RECORDS = Duration.ofSeconds(2);

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
        ActorRef<Waker.Command> waker = system.systemActorOf(Waker.create(), "waker", Props.empty());
        Shards shards = new Shards(sharding, connector -> waker.tell(new Waker.Moved(connector)));
        AtomicLong hosted = new AtomicLong();
        RestartSettings restarts = RestartSettings.of(worker.properties());
        system.systemActorOf(
                MembershipWatch.create(metrics.group(), "http://" + worker.workerId() + "/"),
                "membership-watch",
                Props.empty());
        if (settings.crash().enabled()) {
            system.systemActorOf(CrashEvidence.create(settings.crash()), "crash-evidence", Props.empty());
        }

        ActorRef<?> records =
                sharding.init(Entity.of(Shards.OFFSETS, entity -> OffsetsEntity.create(entity.getEntityId(), settings))
                        .withAllocationStrategy(
                                new EvenAllocation(system, "offsets", Shards.COUNT, settings.rebalanceBatch())));
        ActorRef<?> tasks = sharding.init(Entity.of(
                        Shards.TASK,
                        entity -> TaskEntity.create(
                                TaskId.parse(entity.getEntityId()),
                                new TaskServices(settings, worker, shards, loops, metrics, entity.getShard())))
                .withMessageExtractor(Shards.tasks())
                .withStopMessage(TaskEntity.HandOver.INSTANCE)
                .withAllocationStrategy(new EvenAllocation(system, "tasks", Shards.TASKS, settings.rebalanceBatch())));
        ActorRef<?> connectors = sharding.init(Entity.of(
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
                .withAllocationStrategy(
                        new EvenAllocation(system, "connectors", Shards.COUNT, settings.rebalanceBatch())));

        ActorRef<Catalogue.Command> catalogue = ClusterSingleton.get(system)
                .init(SingletonActor.of(
                        Catalogue.create(
                                settings,
                                id -> shards.connector(id).tell(ConnectorCommand.Settle.INSTANCE),
                                id -> shards.connector(id).tell(ConnectorCommand.Wake.INSTANCE)),
                        "catalogue"));

        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeClusterShutdown(),
                        "hand-over",
                        () -> handOver(system, shards, connectors, tasks, records));
        return new Connectors(system, settings, shards, catalogue, validator, offsets);
    }

    /**
     * Connectors first, whose tasks do not need them as long as they run; then tasks, each by itself, which find them
     * awake then; at last what has recorded the tasks' last commits. This node stays until all have found their places,
     * for it may be the one that gives places out. The last node's connectors stay until they have noted that their
     * tasks run nowhere.
     */
    private static CompletionStage<Done> handOver(
            ActorSystem<?> system, Shards shards, ActorRef<?> connectors, ActorRef<?> tasks, ActorRef<?> records) {
        shards.leave();
        CompletionStage<Done> entities = isAlone(system)
                ? left(tasks, HAND_OVER_TASKS).thenCompose(done -> left(connectors, HAND_OVER_CONNECTORS))
                : left(connectors, HAND_OVER_CONNECTORS)
                        .thenCompose(done -> settled(system))
                        .thenCompose(done -> left(tasks, HAND_OVER_TASKS));
        return entities.thenCompose(done -> left(records, HAND_OVER_RECORDS)).thenCompose(done -> settled(system));
    }

    private static CompletionStage<Done> settled(ActorSystem<?> system) {
        CompletionStage<Done> now = CompletableFuture.completedFuture(Done.getInstance());
        return isAlone(system) ? now : Patterns.after(SETTLING, system, () -> now);
    }

    /** Completes when the node hosts nothing of the kind any more, or has waited long enough. */
    private static CompletionStage<Done> left(ActorRef<?> region, Duration limit) {
        return Patterns.gracefulStop(Adapter.toClassic(region), limit, ShardRegion.gracefulShutdownInstance())
                .handle((stopped, late) -> Done.getInstance());
    }

    private static boolean isAlone(ActorSystem<?> system) {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                        .filter(member -> member.status() == MemberStatus.up())
                        .count()
                < 2;
    }
}
