package io.troupe.cluster.connector;

import io.troupe.worker.connector.ConnectorActor;
import io.troupe.worker.connector.ConnectorAssignment;
import io.troupe.worker.connector.ConnectorReport;
import io.troupe.worker.metrics.ConnectorMetrics;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a connector's instance runs on this node: one at a time. The next begins when the one before has ended, or did
 * not in time and was given up. Instances are numbered; what an earlier one still says is void.
 */
final class ConnectorSlot {

    /** What happens to an instance; it comes through the mailbox of the entity. */
    sealed interface Event {
        long instance();
    }

    private record Said(long instance, ConnectorReport report) implements Event {}

    private record Ended(long instance) implements Event {}

    private record Late(long instance) implements Event {}

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorSlot.class);

    private final ActorContext<ConnectorCommand> context;
    private final TimerScheduler<ConnectorCommand> timers;
    private final ConnectorServices services;
    private long number;
    private boolean ending;
    private boolean released;
    private @Nullable ActorRef<ConnectorActor.Command> host;
    private @Nullable ConnectorMetrics figures;
    private @Nullable ConnectorAssignment next;

    ConnectorSlot(
            ActorContext<ConnectorCommand> context,
            TimerScheduler<ConnectorCommand> timers,
            ConnectorServices services) {
        this.context = context;
        this.timers = timers;
        this.services = services;
    }

    /** Runs a new instance instead of the present one. */
    void run(ConnectorAssignment assignment) {
        if (released) {
            return;
        }
        next = assignment;
        if (host == null) {
            begin(assignment);
        } else {
            endPresent();
        }
    }

    /** Gives the present instance another target. */
    void aim(ConnectorAssignment assignment) {
        ActorRef<ConnectorActor.Command> present = host;
        if (present == null || ending) {
            run(assignment);
        } else {
            present.tell(new ConnectorActor.Aim(assignment.target()));
        }
    }

    /** Nothing is to run any more. */
    void end() {
        next = null;
        endPresent();
    }

    /** The entity moves: the instance ends here, and nothing begins here any more. */
    void release() {
        released = true;
        end();
    }

    /** The entity ends: its instance is told to, and nobody will hear of its end. */
    void forsake() {
        end();
        endFigures();
    }

    private void endFigures() {
        ConnectorMetrics ended = figures;
        figures = null;
        if (ended != null) {
            ended.close();
        }
    }

    boolean released() {
        return released;
    }

    boolean empty() {
        return host == null;
    }

    /** Goes on after an event; what the present instance said comes back, if it was that. */
    @Nullable
    ConnectorReport take(Event event) {
        if (event.instance() != number || host == null) {
            return null;
        }
        if (event instanceof Said said) {
            return ending ? null : said.report();
        }
        if (event instanceof Late) {
            LOG.warn(
                    "A connector did not stop in time and is abandoned: {}",
                    host.path().name());
        }
        timers.cancel(late(number));
        host = null;
        endFigures();
        ConnectorAssignment waiting = next;
        if (waiting != null) {
            begin(waiting);
        }
        return null;
    }

    private void begin(ConnectorAssignment assignment) {
        next = null;
        ending = false;
        long instance = ++number;
        ActorRef<ConnectorCommand> self = context.getSelf();
        ConnectorMetrics own = services.metrics().connector(assignment.id());
        figures = own;
        ActorRef<ConnectorActor.Command> begun = services.host(
                context.getSystem(),
                assignment,
                own,
                report -> self.tell(new ConnectorEntity.FromSlot(new Said(instance, report))));
        context.watchWith(begun, new ConnectorEntity.FromSlot(new Ended(instance)));
        host = begun;
    }

    private void endPresent() {
        ActorRef<ConnectorActor.Command> present = host;
        if (present != null && !ending) {
            ending = true;
            present.tell(ConnectorActor.End.INSTANCE);
            timers.startSingleTimer(late(number), services.settings().connectorStopTimeout());
        }
    }

    private static ConnectorCommand late(long instance) {
        return new ConnectorEntity.FromSlot(new Late(instance));
    }
}
