package io.troupe.cluster.connector;

import io.troupe.worker.connector.ConnectorActor;
import io.troupe.worker.connector.ConnectorAssignment;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a connector's instance runs: one at a time. The next begins when the one before has ended, or did not in time
 * and was given up. Instances are numbered; what an earlier one still says is void.
 */
final class ConnectorSlot {

    /** What the slot needs from its owner. */
    interface Stage {
        /** Starts a host whose reports and end come back under this number. */
        ActorRef<ConnectorActor.Command> host(long number, ConnectorAssignment assignment);

        /** Reminds of this number once the time to stop is over. */
        void remind(long number);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorSlot.class);

    private final Stage stage;
    private long number;
    private boolean ending;
    private @Nullable ActorRef<ConnectorActor.Command> host;
    private @Nullable ConnectorAssignment next;

    ConnectorSlot(Stage stage) {
        this.stage = stage;
    }

    /** Runs a new instance instead of the present one. */
    void run(ConnectorAssignment assignment) {
        next = assignment;
        if (host == null) {
            begin(assignment);
        } else {
            endPresent();
        }
    }

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
        if (host != null) {
            endPresent();
        }
    }

    boolean empty() {
        return host == null;
    }

    /** True for the instance whose words count. */
    boolean speaks(long instance) {
        return instance == number && host != null && !ending;
    }

    void ended(long instance) {
        if (instance == number && host != null) {
            host = null;
            ConnectorAssignment waiting = next;
            if (waiting != null) {
                begin(waiting);
            }
        }
    }

    void givenUp(long instance) {
        if (instance == number && host != null && ending) {
            LOG.warn(
                    "A connector did not stop in time and is abandoned: {}",
                    host.path().name());
            ended(instance);
        }
    }

    private void begin(ConnectorAssignment assignment) {
        next = null;
        ending = false;
        number++;
        host = stage.host(number, assignment);
    }

    private void endPresent() {
        ActorRef<ConnectorActor.Command> present = host;
        if (present != null && !ending) {
            ending = true;
            present.tell(ConnectorActor.End.INSTANCE);
            stage.remind(number);
        }
    }
}
