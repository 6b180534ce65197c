package io.troupe.cluster.logger;

import io.troupe.cluster.logger.LoggerActor.LevelSet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** The loggers of all nodes. A node that joins later has the levels of its own configuration, as in Kafka Connect. */
public final class ClusterLoggers {

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final Loggers local;

    private ClusterLoggers(ActorSystem<?> system, Loggers local) {
        this.system = system;
        this.local = local;
    }

    /** To be called once a node, when it is a member of its cluster. */
    public static ClusterLoggers start(ActorSystem<?> system, Loggers local) {
        system.systemActorOf(LoggerActor.create(local), LoggerActor.NAME, Props.empty());
        return new ClusterLoggers(system, local);
    }

    public Loggers local() {
        return local;
    }

    /** Done when every member has done it; fails with a {@link java.util.concurrent.TimeoutException} otherwise. */
    public CompletionStage<Void> set(String name, String level) {
        return CompletableFuture.allOf(members()
                .map(member -> ask(member, name, level).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** A member that leaves while it is asked need not answer. */
    private CompletionStage<LevelSet> ask(Member member, String name, String level) {
        return AskPattern.<LoggerActor.Command, LevelSet>ask(
                        loggers(member),
                        replyTo -> new LoggerActor.SetLevel(name, level, replyTo),
                        ANSWER,
                        system.scheduler())
                .exceptionallyCompose(failure -> members().anyMatch(member::equals)
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(new LevelSet()));
    }

    private ActorRef<LoggerActor.Command> loggers(Member member) {
        return ActorRefResolver.get(system).resolveActorRef(member.address() + "/system/" + LoggerActor.NAME);
    }

    private Stream<Member> members() {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .filter(member -> member.status() == MemberStatus.up() || member.status() == MemberStatus.weaklyUp());
    }
}
