package io.troupe.cluster.evidence;

import io.troupe.cluster.lease.Arbitration;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downs members whose process has provably ended, at once: each has its {@link Witness}. What freezes or is cut off is
 * left to the failure detector and the split-brain resolver, and so is this node itself.
 */
public final class CrashEvidence {

    public sealed interface Command {}

    private record Changed(ClusterEvent.MemberEvent event) implements Command {}

    private record Missed(UniqueAddress member) implements Command {}

    private record Proven(UniqueAddress member) implements Command {}

    /** The group's lease says so, too. */
    private record Excluded(UniqueAddress member) implements Command {}

    private enum Regained implements Command {
        INSTANCE
    }

    private static final Logger LOG = LoggerFactory.getLogger(CrashEvidence.class);

    private final ActorContext<Command> context;
    private final Cluster cluster;
    private final Witness.Pace pace;
    private final Map<UniqueAddress, ActorRef<Witness.Command>> witnesses = new HashMap<>();

    private CrashEvidence(ActorContext<Command> context, Cluster cluster, Witness.Pace pace) {
        this.context = context;
        this.cluster = cluster;
        this.pace = pace;
    }

    public static Behavior<Command> create(CrashSettings settings) {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new),
                            ClusterEvent.MemberEvent.class));
            cluster.subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(ClusterEvent.ReachabilityEvent.class, CrashEvidence::missed),
                            ClusterEvent.ReachabilityEvent.class));
            return new CrashEvidence(context, cluster, settings.pace()).watching();
        });
    }

    private static Command missed(ClusterEvent.ReachabilityEvent event) {
        return event instanceof ClusterEvent.UnreachableMember
                ? new Missed(event.member().uniqueAddress())
                : Regained.INSTANCE;
    }

    private Behavior<Command> watching() {
        return Behaviors.receive(Command.class)
                .onMessage(Changed.class, this::onChanged)
                .onMessage(Missed.class, this::onMissed)
                .onMessage(Proven.class, this::onProven)
                .onMessage(Excluded.class, this::onExcluded)
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onChanged(Changed changed) {
        Member member = changed.event().member();
        if (changed.event() instanceof ClusterEvent.MemberRemoved) {
            ActorRef<Witness.Command> witness = witnesses.remove(member.uniqueAddress());
            if (witness != null) {
                context.stop(witness);
            }
        } else if (!member.uniqueAddress().equals(cluster.selfMember().uniqueAddress())) {
            witnesses.computeIfAbsent(member.uniqueAddress(), this::witness);
        }
        return Behaviors.same();
    }

    private ActorRef<Witness.Command> witness(UniqueAddress member) {
        Address address = member.address();
        InetSocketAddress peer = InetSocketAddress.createUnresolved(
                address.getHost().orElse(""), address.getPort().orElse(0));
        ActorRef<Command> self = context.getSelf();
        return context.spawnAnonymous(
                Witness.create(peer, pace, () -> self.tell(new Proven(member))), DispatcherSelector.blocking());
    }

    private Behavior<Command> onMissed(Missed missed) {
        ActorRef<Witness.Command> witness = witnesses.get(missed.member());
        if (witness != null) {
            witness.tell(Witness.Suspect.INSTANCE);
        }
        return Behaviors.same();
    }

    /** A firewall that rejects makes each side think so of the other: then one of them is told that it is out itself. */
    private Behavior<Command> onProven(Proven proven) {
        if (isToBeDowned(proven.member())) {
            context.pipeToSelf(
                    Arbitration.of(context.getSystem()).excludeDead(proven.member()),
                    (granted, failure) ->
                            Boolean.TRUE.equals(granted) ? new Excluded(proven.member()) : Regained.INSTANCE);
        }
        return Behaviors.same();
    }

    /**
     * Members are downed by address: it must still be the same process's. One that has said good-bye needs no downing,
     * which would only make its removal longer.
     */
    private boolean isToBeDowned(UniqueAddress member) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(it -> it.status() != MemberStatus.exiting() && it.status() != MemberStatus.down())
                .anyMatch(it -> it.uniqueAddress().equals(member));
    }

    private Behavior<Command> onExcluded(Excluded excluded) {
        Address member = excluded.member().address();
        if (isToBeDowned(excluded.member())) {
            LOG.warn(
                    "The process of {} has ended: nobody listens there any more. It is removed from the cluster",
                    member);
            CertainFailureDetector.pronounceDead(org.apache.pekko.cluster.Cluster.get(context.getSystem()), member);
            cluster.manager().tell(new Down(member));
        }
        return Behaviors.same();
    }
}
