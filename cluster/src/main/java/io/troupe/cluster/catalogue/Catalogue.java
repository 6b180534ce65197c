package io.troupe.cluster.catalogue;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Wire;
import io.troupe.cluster.outage.OutageGuard;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.catalogue.CatalogueFact;
import io.troupe.persistence.catalogue.CatalogueState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connectors exist. It gives names their incarnations; whether an incarnation is alive its entity knows best, and
 * the door puts the two right when they differ.
 *
 * <p>It wakes every connector when it starts, which is how a cluster comes back after a full stop; when a node is gone,
 * for what was there sleeps on the next until it is told something; and now and then, for messages can be lost.
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

    /** The connector is configured. */
    public record Confirm(ConnectorId id) implements Command {}

    /**
     * The entity says that it was never configured. If the catalogue knows better, nothing happens to it; else it is told
     * to end, and loses its name only when it has.
     */
    public record Doubt(ConnectorId id, ActorRef<Doubted> replyTo) implements Command {}

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

    /** @param configured whether the catalogue knows that the connector was configured */
    public record Doubted(boolean configured) implements Wire {}

    private enum Reconcile implements Command {
        INSTANCE
    }

    private enum WakeAll implements Command {
        INSTANCE
    }

    private record Gone(MemberStatus before) implements Command {}

    /** For a moment nodes still take the one that is gone for the place to send to; later places are being found. */
    private static final List<Duration> AFTER_A_LOSS =
            Stream.of(0, 100, 300, 1000, 2000, 4000).map(Duration::ofMillis).toList();

    /** A node that left had what it gave away woken, if it came to that. */
    private static final List<Duration> AFTER_A_DEPARTURE = List.of(Duration.ofSeconds(1));

    /** In which each interval's reminders are sent: whoever sleeps is slow to wake, and hundreds may. */
    private static final int STEPS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private final ActorRef<Command> self;
    private final ClusterSettings settings;
    private final Prompter prompter;
    private final TimerScheduler<Command> timers;
    private final OutageGuard<Command, CatalogueState> guard;
    private int step;

    private Catalogue(
            ActorRef<Command> self,
            ClusterSettings settings,
            Prompter prompter,
            TimerScheduler<Command> timers,
            OutageGuard<Command, CatalogueState> guard) {
        super(persistenceId(settings), ClusterSettings.JOURNAL_BACKOFF);
        this.self = self;
        this.settings = settings;
        this.prompter = prompter;
        this.timers = timers;
        this.guard = guard;
    }

    public static PersistenceId persistenceId(ClusterSettings settings) {
        return PersistenceId.ofUniqueId(settings.group() + "/catalogue");
    }

    public static Behavior<Command> create(ClusterSettings settings, Prompter prompter) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<MemberRemoved> removals =
                    context.messageAdapter(MemberRemoved.class, removed -> new Gone(removed.previousStatus()));
            Cluster.get(context.getSystem()).subscriptions().tell(Subscribe.create(removals, MemberRemoved.class));
            timers.startTimerWithFixedDelay(
                    Reconcile.INSTANCE, settings.reconcileInterval().dividedBy(STEPS));
            OutageGuard<Command, CatalogueState> guard =
                    new OutageGuard<>(context.getSystem(), new UnrecordedCatalogue());
            return guard.around(Command.class, new Catalogue(context.getSelf(), settings, prompter, timers, guard));
        }));
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
                .onCommand(Confirm.class, this::onConfirm)
                .onCommand(Doubt.class, this::onDoubt)
                .onCommand(Gone.class, this::onGone)
                .onCommand(WakeAll.class, (state, all) -> {
                    state.all().forEach(prompter::wakeWithTasks);
                    return Effect().noReply();
                })
                .onCommand(Reconcile.class, this::onReconcile)
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
        return state.holds(ask.id())
                ? Effect()
                        .persist(new CatalogueFact.Removed(
                                ask.id(), settings.clock().instant(), ask.by()))
                        .thenReply(ask.replyTo(), done -> new Removed())
                : Effect().reply(ask.replyTo(), new Removed());
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onConfirm(CatalogueState state, Confirm told) {
        return state.holds(told.id()) && !state.knowsAsConfigured(told.id())
                ? Effect()
                        .persist(new CatalogueFact.Confirmed(
                                told.id(), settings.clock().instant()))
                        .thenNoReply()
                : Effect().noReply();
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onDoubt(CatalogueState state, Doubt ask) {
        boolean configured = state.knowsAsConfigured(ask.id());
        if (configured) {
            LOG.error(
                    "Connector {} was configured, but the journal holds nothing of it: it was restored in part, or a"
                            + " worker with another database is in the cluster. Nothing of it is deleted",
                    ask.id().name());
        } else {
            settle(ask.id(), false);
        }
        return Effect().reply(ask.replyTo(), new Doubted(configured));
    }

    private void settle(ConnectorId id, boolean configured) {
        prompter.settle(id, configured, self);
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onGone(CatalogueState state, Gone gone) {
        List<Duration> delays = gone.before() == MemberStatus.exiting() ? AFTER_A_DEPARTURE : AFTER_A_LOSS;
        delays.forEach(after -> timers.startSingleTimer(after, WakeAll.INSTANCE, after));
        return Effect().noReply();
    }

    private ReplyEffect<CatalogueFact, CatalogueState> onReconcile(CatalogueState state, Reconcile some) {
        List<ConnectorId> all = state.all();
        for (int each = step; each < all.size(); each += STEPS) {
            prompter.wake(all.get(each));
        }
        step = (step + 1) % STEPS;
        return Effect().noReply();
    }

    @Override
    public SignalHandler<CatalogueState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), state -> state.all()
                        .forEach(id -> settle(id, state.knowsAsConfigured(id))))
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
