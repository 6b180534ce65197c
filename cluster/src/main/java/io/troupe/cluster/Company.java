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
import io.troupe.cluster.parcel.Unpacking;
import io.troupe.cluster.placement.EvenAllocation;
import io.troupe.cluster.placement.Pace;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;

/** Sets this node's part of the company up: the three kinds of entities, the catalogue, and who watches the others. */
public final class Company {

    /** On a busy machine it takes this long until what its start gave the compiler to do is done. */
    private static final Duration SETTLING = Duration.ofSeconds(8);

    /**
     * Of connectors and offsets, which are light and have time. A shard holds many, and a node that joins gets tasks
     * first, which ask for them as they begin. Where nodes are restarted in turn, they spread by the next one's leaving.
     */
    private static final Pace AT_LEISURE = new Pace(SETTLING, Duration.ofSeconds(60), 1, Duration.ofSeconds(3));

    /** How long a node that joins is not ready for the sake of its share: of a large one the rest comes later. */
    private static final Duration ARRIVAL = Duration.ofSeconds(30);

    /** For a task that was given up to be heard of, wherever it ran. */
    private static final Duration GIVING_UP = Duration.ofSeconds(1);

    private final Connectors connectors;
    private final CompletionStage<Done> arrived;

    private Company(Connectors connectors, CompletionStage<Done> arrived) {
        this.connectors = connectors;
        this.arrived = arrived;
    }

    public Connectors connectors() {
        return connectors;
    }

    /** Completes when this node has its share of the tasks, or has waited long enough. */
    public CompletionStage<Done> arrived() {
        return arrived;
    }

    /** To be called once a node, when it is a member of its cluster. */
    public static Company assemble(
            ActorSystem<?> system,
            ClusterSettings settings,
            TaskLoops loops,
            ConnectorRuns runs,
            WorkerMetrics metrics,
            Validator validator,
            OffsetThreads offsets) {
        return assemble(system, settings, loops.settings(), loops::build, runs, metrics, validator, offsets);
    }

    static Company assemble(
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
        ActorRef<Procession.Command> procession =
                system.systemActorOf(Procession.create(waker), "procession", Props.empty());
        Shards shards = new Shards(sharding, procession);
        AtomicLong hosted = new AtomicLong();
        RestartSettings restarts = RestartSettings.of(worker.properties());
        system.systemActorOf(
                MembershipWatch.create(metrics.group(), "http://" + worker.workerId() + "/"),
                "membership-watch",
                Props.empty());
        if (settings.crash().enabled()) {
            system.systemActorOf(CrashEvidence.create(settings.crash()), "crash-evidence", Props.empty());
        }

        ActorRef<?> records = sharding.init(Entity.of(
                        Shards.OFFSETS,
                        entity -> Unpacking.around(OffsetsEntity.create(entity.getEntityId(), settings)))
                .withAllocationStrategy(new EvenAllocation(system, "offsets", Shards.COUNT, AT_LEISURE)));
        EvenAllocation placement = new EvenAllocation(
                system, "tasks", Shards.TASKS, new Pace(SETTLING, SETTLING, settings.rebalanceBatch(), Duration.ZERO));
        ActorRef<?> tasks = sharding.init(Entity.of(
                        Shards.TASK,
                        entity -> Unpacking.around(TaskEntity.create(
                                TaskId.parse(entity.getEntityId()),
                                new TaskServices(settings, worker, shards, loops, metrics, entity.getShard()))))
                .withMessageExtractor(Shards.tasks())
                .withStopMessage(TaskEntity.HandOver.INSTANCE)
                .withAllocationStrategy(placement));
        ActorRef<?> connectors = sharding.init(Entity.of(
                        Shards.CONNECTOR,
                        entity -> Unpacking.around(ConnectorEntity.create(
                                ConnectorId.parse(entity.getEntityId()),
                                new ConnectorServices(
                                        settings,
                                        worker.workerId(),
                                        shards,
                                        runs,
                                        restarts,
                                        metrics,
                                        offsets,
                                        taskEnd(worker),
                                        succession(worker),
                                        entity.getShard(),
                                        hosted))))
                .withMessageExtractor(Shards.connectors())
                .withStopMessage(ConnectorCommand.HandOver.INSTANCE)
                .withAllocationStrategy(new EvenAllocation(system, "connectors", Shards.COUNT, AT_LEISURE)));

        ActorRef<Catalogue.Command> catalogue = ClusterSingleton.get(system)
                .init(SingletonActor.of(Unpacking.around(Catalogue.create(settings, shards)), "catalogue"));

        system.systemActorOf(Removal.create(List.of(tasks, connectors, records)), "removal", Props.empty());
        new Departure(system, shards, procession, connectors, tasks, records).prepare();
        return new Company(
                new Connectors(system, settings, shards, catalogue, validator, offsets), arrived(system, placement));
    }

    /** A task that does not stop is given up where it runs, a little before others stop to wait for it. */
    private static Duration taskEnd(WorkerSettings worker) {
        return worker.gracefulShutdownTimeout().plus(GIVING_UP);
    }

    /** Exactly-once tasks wait for those of before, and fence them, when they open their offsets. */
    private static Duration succession(WorkerSettings worker) {
        return worker.exactlyOnce() ? Duration.ZERO : taskEnd(worker);
    }

    private static CompletionStage<Done> arrived(ActorSystem<?> system, EvenAllocation placement) {
        CompletableFuture<Done> arrived = placement.arrived().toCompletableFuture();
        if (Members.up(Cluster.get(system)).count() < 2) {
            arrived.complete(Done.getInstance());
        }
        return arrived.completeOnTimeout(Done.getInstance(), ARRIVAL.toSeconds(), TimeUnit.SECONDS);
    }
}
