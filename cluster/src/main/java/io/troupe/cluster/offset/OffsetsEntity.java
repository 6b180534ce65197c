package io.troupe.cluster.offset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Wire;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.jspecify.annotations.Nullable;

/** Remembers how far the source tasks of a connector have come, and lets only the latest run of a task say so. */
public final class OffsetsEntity
        extends EventSourcedBehaviorWithEnforcedReplies<OffsetsEntity.Command, OffsetsFact, OffsetsState> {

    private static final int FACTS_PER_SNAPSHOT = 200;
    private static final int SNAPSHOTS_KEPT = 2;

    public sealed interface Command extends Wire {}

    /** A run of a task begins: earlier runs of it may not write any more. */
    public record Open(int task, Epoch epoch, ActorRef<Answer> replyTo) implements Command {}

    public record Read(Collection<String> partitions, ActorRef<Answer> replyTo) implements Command {}

    /** @param offsets null forgets a partition */
    public record Advance(int task, Epoch epoch, Map<String, @Nullable String> offsets, ActorRef<Answer> replyTo)
            implements Command {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Recorded.class, name = "recorded"),
        @JsonSubTypes.Type(value = Known.class, name = "known"),
        @JsonSubTypes.Type(value = Fenced.class, name = "fenced")
    })
    public sealed interface Answer extends Wire {}

    /** It is in the journal. */
    public record Recorded() implements Answer {}

    public record Known(Map<String, String> offsets) implements Answer {}

    /** A later run of the task has taken over. */
    public record Fenced() implements Answer {}

    private final ClusterSettings settings;

    private OffsetsEntity(String connectorName, ClusterSettings settings) {
        super(
                PersistenceId.ofUniqueId(settings.group() + "/offsets/" + connectorName),
                ClusterSettings.JOURNAL_BACKOFF);
        this.settings = settings;
    }

    public static Behavior<Command> create(String connectorName, ClusterSettings settings) {
        return new OffsetsEntity(connectorName, settings);
    }

    @Override
    public OffsetsState emptyState() {
        return OffsetsState.EMPTY;
    }

    @Override
    public CommandHandlerWithReply<Command, OffsetsFact, OffsetsState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Open.class, this::onOpen)
                .onCommand(Read.class, this::onRead)
                .onCommand(Advance.class, this::onAdvance)
                .build();
    }

    private ReplyEffect<OffsetsFact, OffsetsState> onOpen(OffsetsState state, Open ask) {
        return state.accepts(ask.task(), ask.epoch())
                ? Effect()
                        .persist(new OffsetsFact.Opened(
                                ask.task(), ask.epoch(), settings.clock().instant()))
                        .thenReply(ask.replyTo(), done -> new Recorded())
                : Effect().reply(ask.replyTo(), new Fenced());
    }

    private ReplyEffect<OffsetsFact, OffsetsState> onRead(OffsetsState state, Read ask) {
        Map<String, String> known = new HashMap<>(state.offsets());
        known.keySet().retainAll(ask.partitions());
        return Effect().reply(ask.replyTo(), new Known(known));
    }

    private ReplyEffect<OffsetsFact, OffsetsState> onAdvance(OffsetsState state, Advance ask) {
        return state.accepts(ask.task(), ask.epoch())
                ? Effect()
                        .persist(new OffsetsFact.Advanced(
                                ask.task(), ask.offsets(), settings.clock().instant()))
                        .thenReply(ask.replyTo(), done -> new Recorded())
                : Effect().reply(ask.replyTo(), new Fenced());
    }

    @Override
    public EventHandler<OffsetsState, OffsetsFact> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, fact) -> fact.applyTo(state));
    }

    /** Positions come all the time; the latest are what counts, and a bounded number is kept to look back at. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(FACTS_PER_SNAPSHOT, SNAPSHOTS_KEPT)
                .withDeleteEventsOnSnapshot();
    }
}
