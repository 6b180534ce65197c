package io.troupe.cluster;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.ConnectorId;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * What moves to another node sleeps there until it is told something. The node that gives it away asks others to wake
 * it, for they still have a way to it when this one leaves. They wake the connector, which reminds its tasks.
 */
final class Waker {

    sealed interface Command {}

    /** The connector, or a task of it, leaves this node. */
    record Moved(ConnectorId connector) implements Command {}

    /** What another node asks for. */
    record Wake(ConnectorId connector) implements Command, Wire {}

    private record Others(List<ActorRef<Command>> nodes) implements Command {}

    private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "waker");

    /** More than one, as it may leave, too; not all, for one message is enough. */
    private static final int ASKED = 2;

    private final ClusterSharding sharding;
    private List<ActorRef<Command>> others = List.of();
    private int turn;

    private Waker(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    static Behavior<Command> create() {
        return Behaviors.setup(context -> {
            ActorRef<Receptionist.Listing> listings =
                    context.messageAdapter(Receptionist.Listing.class, listing -> new Others(others(context, listing)));
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, listings));
            return new Waker(ClusterSharding.get(context.getSystem())).waking();
        });
    }

    private static List<ActorRef<Command>> others(ActorContext<Command> context, Receptionist.Listing listing) {
        return listing.getServiceInstances(KEY).stream()
                .filter(each -> !each.equals(context.getSelf()))
                .toList();
    }

    private Behavior<Command> waking() {
        return Behaviors.receive(Command.class)
                .onMessage(Others.class, known -> {
                    others = known.nodes();
                    return Behaviors.same();
                })
                .onMessage(Moved.class, moved -> {
                    ask(new Wake(moved.connector()));
                    return Behaviors.same();
                })
                .onMessage(Wake.class, wake -> {
                    sharding.entityRefFor(Shards.CONNECTOR, wake.connector().toString())
                            .tell(ConnectorCommand.Wake.INSTANCE);
                    return Behaviors.same();
                })
                .build();
    }

    private void ask(Wake wake) {
        for (int each = 0; each < Math.min(ASKED, others.size()); each++) {
            turn = (turn + 1) % others.size();
            others.get(turn).tell(wake);
        }
    }
}
