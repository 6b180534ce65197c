package io.troupe.cluster.catalogue;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Wire;
import io.troupe.cluster.outage.OutageGuard;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.catalogue.CatalogueFact;
import io.troupe.persistence.catalogue.CatalogueState;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * Which connectors exist. It gives names their incarnations; whether an incarnation is alive its entity knows best, and
 * the door puts the two right when they differ. When it starts, it wakes every connector: that is how a cluster comes
 * back after a full stop.
 */
public final class Catalogue
        extends EventSourcedBehaviorWithEnforcedReplies<Catalogue.Command, CatalogueFact, CatalogueState> {

    private static final int FACTS_PER_SNAPSHOT = 500;
    private static final int SNAPSHOTS_KEPT = 2;

    public sealed interface Command extends Wire {}

    /** Answered with the connector of that name, a new one if there is none. */
    public record Register(String name, Caller by, ActorRef<Found> replyTo) implements Command {}

    public record Find(String name, ActorRef<Found> replyTo) implements Command {}

    public record ListAll(ActorRef<Listing> replyTo) implements Command {}

    public record Remove(ConnectorId id, Caller by, ActorRef<Removed> replyTo) implements Command {}

    /** @param id null when there is none */
    public record Found(@Nullable ConnectorId id) implements Wire {

        /** What a registration is answered with. */
        public ConnectorId known() {
            return Objects.requireNonNull(id, "a registered connector has an id");
        }
    }

    public record Listing(List<ConnectorId> ids) implements Wire {}

    public record Removed() implements Wire {}

    private final ClusterSettings settings;
    private final Consumer<ConnectorId> wake;
    private final OutageGuard<Command, CatalogueState> guard;

    private Catalogue(
            ClusterSettings settings, Consumer<ConnectorId> wake, OutageGuard<Command, CatalogueState> guard) {
        super(persistenceId(settings), ClusterSettings.JOURNAL_BACKOFF);
        this.settings = settings;
        this.wake = wake;
        this.guard = guard;
    }

    public static PersistenceId persistenceId(ClusterSettings settings) {
        return PersistenceId.ofUniqueId(settings.group() + "/catalogue");
    }

    public static Behavior<Command> create(ClusterSettings settings, Consumer<ConnectorId> wake) {
        return Behaviors.setup(context -> {
            OutageGuard<Command, CatalogueState> guard =
                    new OutageGuard<>(context.getSystem(), new UnrecordedCatalogue());
            return guard.around(Command.class, new Catalogue(settings, wake, guard));
        });
    }

    @Override
    public CatalogueState emptyState() {
        return CatalogueState.EMPTY;
    }

    @Override
    public CommandHandlerWithReply<Command, CatalogueFact, CatalogueState> commandHandler() {
        return guard.noting(newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Register.class, this::onRegister)
                .onCommand(Find.class, this::onFind)
                .onCommand(ListAll.class, this::onListAll)
                .onCommand(Remove.class, this::onRemove)
                .build());
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onRegister(CatalogueState state, Register ask) {
        return state.find(ask.name())
                .map(id -> Effect().reply(ask.replyTo(), new Found(id)))
                .orElseGet(() -> {
                    ConnectorId id = state.next(ask.name());
                    return Effect()
                            .persist(new CatalogueFact.Registered(
                                    id, settings.clock().instant(), ask.by()))
                            .thenReply(ask.replyTo(), done -> new Found(id));
                });
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onFind(CatalogueState state, Find ask) {
        return Effect().reply(ask.replyTo(), new Found(state.find(ask.name()).orElse(null)));
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onListAll(CatalogueState state, ListAll ask) {
        return Effect().reply(ask.replyTo(), new Listing(state.all()));
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onRemove(CatalogueState state, Remove ask) {
        return state.find(ask.id().name()).filter(ask.id()::equals).isEmpty()
                ? Effect().reply(ask.replyTo(), new Removed())
                : Effect()
                        .persist(new CatalogueFact.Removed(
                                ask.id(), settings.clock().instant(), ask.by()))
                        .thenReply(ask.replyTo(), done -> new Removed());
    }

    @Override
    public SignalHandler<CatalogueState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), state -> state.all().forEach(wake))
                .build();
    }

    @Override
    public EventHandler<CatalogueState, CatalogueFact> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, fact) -> fact.applyTo(state));
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(FACTS_PER_SNAPSHOT, SNAPSHOTS_KEPT);
    }
}
