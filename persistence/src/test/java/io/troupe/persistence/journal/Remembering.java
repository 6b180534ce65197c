package io.troupe.persistence.journal;

import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.DeleteEventsCompleted;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** The least entity: records what it is told, tells what it knows, and keeps a snapshot instead of old facts. */
final class Remembering
        extends EventSourcedBehaviorWithEnforcedReplies<Remembering.Command, ConnectorFact, ConnectorState> {

    sealed interface Command {}

    record Note(ConnectorFact fact, ActorRef<Done> replyTo) implements Command {}

    record Recall(ActorRef<ConnectorState> replyTo) implements Command {}

    private final ActorRef<Done> tidied;

    private Remembering(PersistenceId id, ActorRef<Done> tidied) {
        super(id);
        this.tidied = tidied;
    }

    /** @param tidied told when a snapshot was made, and when facts were deleted because of it */
    static Behavior<Command> create(String id, ActorRef<Done> tidied) {
        return new Remembering(PersistenceId.ofUniqueId(id), tidied);
    }

    @Override
    public ConnectorState emptyState() {
        return ConnectorState.BLANK;
    }

    @Override
    public CommandHandlerWithReply<Command, ConnectorFact, ConnectorState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(
                        Note.class,
                        note -> Effect().persist(note.fact()).thenReply(note.replyTo(), state -> Done.done()))
                .onCommand(Recall.class, (state, recall) -> Effect().reply(recall.replyTo(), state))
                .build();
    }

    @Override
    public EventHandler<ConnectorState, ConnectorFact> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, fact) -> fact.applyTo(state));
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(3, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SignalHandler<ConnectorState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(SnapshotCompleted.class, (state, made) -> tidied.tell(Done.done()))
                .onSignal(DeleteEventsCompleted.class, (state, deleted) -> tidied.tell(Done.done()))
                .build();
    }
}
