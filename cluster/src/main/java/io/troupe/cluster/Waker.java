package io.troupe.cluster;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.ConnectorId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * What moves to another node sleeps there until it is told something. The node that gives it away asks others to wake
 * it, for they still have a way to it when this one leaves. A task is wanted at once: its connector is told to remind
 * it. Connectors have time, for their tasks run without them: they are woken a few at a time, or else whoever asks for
 * one meanwhile would wait behind hundreds that nobody asks for.
 */
final class Waker {

    sealed interface Command {}

    /** The connector leaves this node. */
    record ConnectorMoved(ConnectorId connector) implements Command {}

    /** A task of the connector does. */
    record TaskMoved(ConnectorId connector) implements Command {}

    /** What another node asks for. */
    record Wake(ConnectorId connector) implements Command, Wire {}

    /** The same with its tasks, at once. */
    record WakeWithTasks(ConnectorId connector) implements Command, Wire {}

    private record Others(List<ActorRef<Command>> nodes) implements Command {}

    private enum Woken implements Command {
        INSTANCE
    }

    private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "waker");

    /** More than one, as it may leave, too; not all, for one message is enough. */
    private static final int ASKED = 2;

    private static final int WOKEN_AT_ONCE = 8;

    /** One that is late has still been told, and will wake up when it can. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ActorContext<Command> context;
    private final ClusterSharding sharding;
    private final Set<ConnectorId> asleep = new LinkedHashSet<>();
    private List<ActorRef<Command>> others = List.of();
    private int turn;
    private int waking;

    private Waker(ActorContext<Command> context) {
        this.context = context;
        this.sharding = ClusterSharding.get(context.getSystem());
    }

    static Behavior<Command> create() {
        return Behaviors.setup(context -> {
            ActorRef<Receptionist.Listing> listings =
                    context.messageAdapter(Receptionist.Listing.class, listing -> new Others(others(context, listing)));
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, listings));
            return new Waker(context).waking();
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
                .onMessage(ConnectorMoved.class, moved -> ask(new Wake(moved.connector())))
                .onMessage(TaskMoved.class, moved -> ask(new WakeWithTasks(moved.connector())))
                .onMessage(Wake.class, wake -> {
                    asleep.add(wake.connector());
                    return wakeNext();
                })
                .onMessage(Woken.class, woken -> {
                    waking--;
                    return wakeNext();
                })
                .onMessage(WakeWithTasks.class, wake -> {
                    connector(wake.connector()).tell(ConnectorCommand.Wake.WITH_TASKS);
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> ask(Command wake) {
        for (int each = 0; each < Math.min(ASKED, others.size()); each++) {
            turn = (turn + 1) % others.size();
            others.get(turn).tell(wake);
        }
        return Behaviors.same();
    }

    /** Any question wakes a connector; the answer says that it is awake. */
    private Behavior<Command> wakeNext() {
        Iterator<ConnectorId> next = asleep.iterator();
        while (waking < WOKEN_AT_ONCE && next.hasNext()) {
            ConnectorId connector = next.next();
            next.remove();
            waking++;
            context.pipeToSelf(
                    connector(connector).ask(ConnectorCommand.Examine::new, PATIENCE),
                    (answer, late) -> Woken.INSTANCE);
        }
        return Behaviors.same();
    }

    private EntityRef<ConnectorCommand> connector(ConnectorId id) {
        return Shards.connector(sharding, id);
    }
}
