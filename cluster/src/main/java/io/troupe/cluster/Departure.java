package io.troupe.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.pattern.Patterns;

/**
 * How a node leaves. Each task goes its own way: it stops, commits, and starts where it is needed next, so that none
 * waits for a slower one; and from the first moment on nothing is placed here any more. Connectors go at the same time.
 * Offsets stay until all have committed. With nobody to hand over to, all just stop.
 */
final class Departure {

    /** Longer than a task may take to stop. */
    private static final Duration HAND_OVER = Duration.ofSeconds(20);

    /** Together a little shorter than the phase of the shutdown. */
    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final ActorSystem<?> system;
    private final ActorRef<Roster.Command> roster;

    Departure(ActorSystem<?> system, ActorRef<Roster.Command> roster) {
        this.system = system;
        this.roster = roster;
    }

    CompletionStage<Done> begin() {
        return alone() ? drain(HAND_OVER.plus(DRAIN)) : handOver().thenCompose(done -> drain(DRAIN));
    }

    private boolean alone() {
        Cluster cluster = Cluster.get(system);
        Member self = cluster.selfMember();
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .noneMatch(member -> member.status() == MemberStatus.up()
                        && !member.uniqueAddress().equals(self.uniqueAddress()));
    }

    private CompletionStage<?> handOver() {
        return CompletableFuture.allOf(Stream.of(Shards.TASK, Shards.CONNECTOR)
                .map(this::handOver)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    }

    private CompletionStage<?> handOver(EntityTypeKey<?> kind) {
        return Patterns.gracefulStop(
                        ClusterSharding.get(Adapter.toClassic(system)).shardRegion(kind.name()),
                        HAND_OVER,
                        ShardRegion.gracefulShutdownInstance())
                .exceptionally(late -> false);
    }

    private CompletionStage<Done> drain(Duration limit) {
        return AskPattern.ask(roster, Roster.Drain::new, limit, system.scheduler());
    }
}
