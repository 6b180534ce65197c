package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.outage.Unrecorded;
import io.troupe.persistence.connector.ConnectorState;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A connector whose database is away: refuses what users want to change, and lets go of what tasks report, which they
 * repeat.
 */
final class UnrecordedConnector implements Unrecorded<ConnectorCommand, ConnectorState> {

    @Override
    public boolean refuse(ConnectorCommand message) {
        if (message instanceof ConnectorCommand.Create ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.Configure ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.Retarget ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.Restart ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.RestartTask ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.Delete ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.ChangeOffsets ask) {
            return refuse(ask.replyTo());
        }
        if (message instanceof ConnectorCommand.ResetTopics ask) {
            return refuse(ask.replyTo());
        }
        return message instanceof ConnectorCommand.Enlist
                || message instanceof ConnectorCommand.TaskReported
                || message instanceof ConnectorCommand.UseTopics;
    }

    private static boolean refuse(ActorRef<Answer> replyTo) {
        replyTo.tell(new Answer.Refused(Refusal.unavailable()));
        return true;
    }

    @Override
    public boolean answer(ConnectorCommand message, ConnectorState recorded) {
        if (message instanceof ConnectorCommand.Describe ask) {
            ask.replyTo().tell(recorded.exists() ? new Answer.Told(recorded) : gone(recorded));
            return true;
        }
        if (message instanceof ConnectorCommand.ListTopics ask) {
            ask.replyTo()
                    .tell(
                            recorded.exists()
                                    ? new Answer.Topics(List.copyOf(recorded.topics().names()))
                                    : gone(recorded));
            return true;
        }
        return false;
    }

    private static Answer gone(ConnectorState recorded) {
        return new Answer.Gone(recorded.phase() == ConnectorState.Phase.DELETED);
    }
}
