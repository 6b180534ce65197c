package io.troupe.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.pattern.Patterns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node leaves. Connectors go first, whose tasks do not need them as long as they run; then tasks, each by itself,
 * which find them awake then; at last what has recorded the tasks' last commits, and tells them as they begin elsewhere
 * how far they had come. Each kind waits until the one before is awake elsewhere, and the node until all have found
 * their places, for it may be the one that gives places out. The last node's connectors stay until they have noted that
 * their tasks run nowhere.
 */
final class Departure {

    /** Longer than a connector may take to stop; with the others below within the limit of the shutdown's phase. */
    private static final Duration CONNECTORS = Duration.ofSeconds(8);

    private static final Duration CONNECTORS_AWAKE = Duration.ofSeconds(7);

    /** Longer than a task may wait for its turn and take to stop. */
    private static final Duration TASKS = Duration.ofSeconds(22);

    private static final Duration TASKS_AWAKE = Duration.ofSeconds(2);

    private static final Duration OFFSETS = Duration.ofSeconds(2);

    /** What is awake has more to begin, and a process may do it for the first time; offsets have to find places. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final ActorSystem<?> system;
    private final Shards shards;
    private final ActorRef<Procession.Command> procession;
    private final ActorRef<?> connectors;
    private final ActorRef<?> tasks;
    private final ActorRef<?> offsets;

    /** The regions of this node, one for each kind of entity. */
    Departure(
            ActorSystem<?> system,
            Shards shards,
            ActorRef<Procession.Command> procession,
            ActorRef<?> connectors,
            ActorRef<?> tasks,
            ActorRef<?> offsets) {
        this.system = system;
        this.shards = shards;
        this.procession = procession;
        this.connectors = connectors;
        this.tasks = tasks;
        this.offsets = offsets;
    }

    /** From now on the node leaves like this when it is shut down. */
    void prepare() {
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeClusterShutdown(), "hand-over", this::handOver);
    }

    private CompletionStage<Done> handOver() {
        shards.leave();
        CompletionStage<Done> entities = isAlone()
                ? left("tasks", tasks, TASKS).thenCompose(done -> left("connectors", connectors, CONNECTORS))
                : left("connectors", connectors, CONNECTORS)
                        .thenCompose(done -> awake("connectors", CONNECTORS_AWAKE))
                        .thenCompose(done -> left("tasks", tasks, TASKS))
                        .thenCompose(done -> awake("tasks", TASKS_AWAKE));
        return entities.thenCompose(done -> left("offsets", offsets, OFFSETS)).thenCompose(done -> settled());
    }

    /** Completes when what has left is awake elsewhere and has settled, or has had enough time for that. */
    private CompletionStage<Done> awake(String kind, Duration limit) {
        return AskPattern.<Procession.Command, Done>ask(
                        procession, Procession.WhenAwake::new, limit, system.scheduler())
                .handle((awake, late) -> {
                    LOG.info("The {} {} awake elsewhere", kind, late == null ? "are" : "will soon be");
                    return Done.getInstance();
                })
                .thenCompose(done -> settled());
    }

    private CompletionStage<Done> settled() {
        CompletionStage<Done> now = CompletableFuture.completedFuture(Done.getInstance());
        return isAlone() ? now : Patterns.after(SETTLING, system, () -> now);
    }

    /** Completes when the node hosts nothing of the kind any more, or has waited long enough. */
    private CompletionStage<Done> left(String kind, ActorRef<?> region, Duration limit) {
        return Patterns.gracefulStop(Adapter.toClassic(region), limit, ShardRegion.gracefulShutdownInstance())
                .handle((stopped, late) -> {
                    LOG.info("The {} {}", kind, late == null ? "have left" : "have not all left in time");
                    return Done.getInstance();
                });
    }

    private boolean isAlone() {
        return Members.up(Cluster.get(system)).count() < 2;
    }
}
