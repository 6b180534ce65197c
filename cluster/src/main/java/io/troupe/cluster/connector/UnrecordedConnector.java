package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.outage.Unrecorded;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.journal.JournalHealth;
import java.util.List;
import java.util.function.Function;

/**
 * A connector whose database is away: refuses what users want to change, and lets go of what tasks report, which they
 * repeat. A change got past the door before, and may have been said twice: its first time it was perhaps begun.
 */
final class UnrecordedConnector implements Unrecorded<ConnectorCommand, ConnectorState> {

    private final JournalHealth health;
    private final Function<ConnectorState, Answer> observed;
    private final Function<ConnectorState, Answer> told;

    /**
     * @param observed answers {@link ConnectorCommand.Observe}
     * @param told answers {@link ConnectorCommand.Describe}
     */
    UnrecordedConnector(
            JournalHealth health, Function<ConnectorState, Answer> observed, Function<ConnectorState, Answer> told) {
        this.health = health;
        this.observed = observed;
        this.told = told;
    }

    @Override
    public boolean refuse(ConnectorCommand message) {
        if (message instanceof ConnectorCommand.Change change) {
            change.replyTo().tell(new Answer.Refused(Refusal.inDoubt(health.said())));
            return true;
        }
        return message instanceof ConnectorCommand.Enlist
                || message instanceof ConnectorCommand.TaskReported
                || message instanceof ConnectorCommand.UseTopics;
    }

    @Override
    public boolean answer(ConnectorCommand message, ConnectorState recorded) {
        if (message instanceof ConnectorCommand.Describe ask) {
            ask.replyTo().tell(recorded.exists() ? told.apply(recorded) : gone(recorded));
            return true;
        }
        if (message instanceof ConnectorCommand.Observe ask) {
            ask.replyTo().tell(recorded.exists() ? observed.apply(recorded) : gone(recorded));
            return true;
        }
        if (message instanceof ConnectorCommand.ListTasks ask) {
            ask.replyTo().tell(recorded.exists() ? ConnectorEntity.tasks(recorded) : gone(recorded));
            return true;
        }
        if (message instanceof ConnectorCommand.ListTopics ask) {
            ask.replyTo()
                    .tell(
                            recorded.exists()
                                    ? new Answer.Topics(
                                            List.copyOf(recorded.topics().names()))
                                    : gone(recorded));
            return true;
        }
        return false;
    }

    private static Answer gone(ConnectorState recorded) {
        return new Answer.Gone(recorded.phase() == ConnectorState.Phase.DELETED);
    }
}
