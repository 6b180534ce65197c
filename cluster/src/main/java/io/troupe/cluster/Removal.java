package io.troupe.cluster;

import io.troupe.cluster.lease.Arbitration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * When the cluster has removed this node, what runs here ends at once: it is about to begin elsewhere. The orderly
 * shutdown that follows, which lets requests end first, would take too long.
 */
final class Removal {

    sealed interface Command {}

    private record Downed(MemberDowned event) implements Command {}

    private enum Excluded implements Command {
        INSTANCE
    }

    private Removal() {}

    /** @param regions of this node, in the order in which they end */
    static Behavior<Command> create(List<ActorRef<?>> regions) {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(MemberDowned.class, Downed::new), MemberDowned.class));
            context.pipeToSelf(Arbitration.of(context.getSystem()).removed(), (removed, failure) -> Excluded.INSTANCE);
            return Behaviors.receive(Command.class)
                    .onMessage(Downed.class, downed -> {
                        if (downed.event()
                                .member()
                                .uniqueAddress()
                                .equals(cluster.selfMember().uniqueAddress())) {
                            end(context.getSystem(), regions);
                        }
                        return Behaviors.same();
                    })
                    .onMessage(Excluded.class, excluded -> {
                        end(context.getSystem(), regions);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static void end(ActorSystem<?> system, List<ActorRef<?>> regions) {
        regions.forEach(region -> Adapter.toClassic(system).stop(Adapter.toClassic(region)));
    }
}
