package io.troupe.cluster.offset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Wire;
import io.troupe.cluster.outage.OutageGuard;
import io.troupe.persistence.Caller;
import io.troupe.persistence.Ordered;
import io.troupe.persistence.journal.JournalTrim;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions;
import io.troupe.persistence.offset.Transactions.Batch;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/** Remembers how far the source tasks of a connector have come, and lets only the latest run of a task say so. */
public final class OffsetsEntity
        extends EventSourcedBehaviorWithEnforcedReplies<OffsetsEntity.Command, OffsetsFact, OffsetsState> {

    private static final int FACTS_PER_SNAPSHOT = 200;
    private static final int SNAPSHOTS_KEPT = 2;
    private static final int PAGE_CHARACTERS = 100_000;

    public sealed interface Command extends Wire {}

    /** A run of a task begins: earlier runs of it may not write any more. */
    public record Open(int task, Epoch epoch, ActorRef<Answer> replyTo) implements Command {}

    public record Read(Collection<String> partitions, ActorRef<Answer> replyTo) implements Command {}

    /**
     * @param number counts what the run records: what comes again, or late, is known by it
     * @param offsets null forgets a partition
     */
    public record Advance(
            int task, Epoch epoch, long number, Map<String, @Nullable String> offsets, ActorRef<Answer> replyTo)
            implements Command {}

    /**
     * Answered with those that come next after a partition, in the order of their texts; none when there are no more.
     *
     * @param partition null for the first
     */
    public record ListAfter(@Nullable String partition, ActorRef<Answer> replyTo) implements Command {}

    /** Somebody changes offsets by hand: only when no run after this epoch has begun, and none up to it writes again. */
    public record Alter(Epoch epoch, Map<String, @Nullable String> offsets, Caller by, ActorRef<Answer> replyTo)
            implements Command {}

    /** Forgets all offsets; otherwise as {@link Alter}. */
    public record Reset(Epoch epoch, Caller by, ActorRef<Answer> replyTo) implements Command {}

    /**
     * An exactly-once run goes by this plan: who had source partitions before has to be over.
     *
     * @param revisions of the plan's tasks, at their numbers
     * @param now true when who asks will fence them
     */
    public record Supersede(Plan plan, List<Long> revisions, boolean now, ActorRef<Answer> replyTo)
            implements Command {}

    /** An exactly-once run begins: earlier runs of the task may not prepare transactions any more. */
    public record Begin(int task, Epoch epoch, Plan plan, long revision, ActorRef<Answer> replyTo) implements Command {}

    /**
     * A transaction is about to be committed.
     *
     * @param after the mark of the transaction that this run committed before; null before its first
     * @param mark of this one
     */
    public record Prepare(
            int task,
            Epoch epoch,
            @Nullable String after,
            String mark,
            Map<String, @Nullable String> offsets,
            ActorRef<Answer> replyTo)
            implements Command {}

    /**
     * What Kafka has of a task's transactions, seen when the one with this mark, and any before, could not be committed any
     * more.
     *
     * @param mark what was pending as the run was fenced; null when nothing was
     * @param seen the task's last mark that is committed in Kafka; null for none
     * @param numbers of the last marks of all the connector's tasks that were seen: source partitions change hands, so what
     *     is forgotten of one task concerns all
     * @param over whether the run is over, too
     * @param accepting whether somebody changes the offsets by hand: what cannot be known then is void
     */
    public record Settle(
            int task,
            Epoch epoch,
            @Nullable String mark,
            @Nullable CommittedMark seen,
            Map<Integer, Long> numbers,
            boolean over,
            boolean accepting,
            ActorRef<Answer> replyTo)
            implements Command {}

    /** Who changed the offsets by hand accepts what Kafka holds: marks go on behind these. Otherwise as {@link Alter}. */
    public record Raise(Epoch epoch, Map<Integer, Long> marks, Caller by, ActorRef<Answer> replyTo)
            implements Command {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Recorded.class, name = "recorded"),
        @JsonSubTypes.Type(value = Known.class, name = "known"),
        @JsonSubTypes.Type(value = Fenced.class, name = "fenced"),
        @JsonSubTypes.Type(value = Outdated.class, name = "outdated"),
        @JsonSubTypes.Type(value = Undecided.class, name = "undecided"),
        @JsonSubTypes.Type(value = Unsettled.class, name = "unsettled"),
        @JsonSubTypes.Type(value = Began.class, name = "began")
    })
    public sealed interface Answer extends Wire {}

    /** It is in the journal. */
    public record Recorded() implements Answer {}

    public record Known(Map<String, String> offsets) implements Answer {
        public Known {
            offsets = Ordered.copyOf(offsets);
        }
    }

    /** A later run has taken over. */
    public record Fenced() implements Answer {}

    /** Tasks were planned anew: look again. */
    public record Outdated() implements Answer {}

    /**
     * Nobody may go on before somebody has changed the offsets by hand.
     *
     * @param task whose marks say so
     * @param known of its transactions in the journal
     * @param seen of them in Kafka; 0 when that is not known
     */
    public record Undecided(Outcome outcome, int task, long known, long seen) implements Answer {}

    /**
     * @param runs to be over first, without the offsets of what is pending; none when someone else is fencing them
     * @param marks of their tasks
     */
    public record Unsettled(Map<Integer, Transactions.Run> runs, Map<Integer, Marks> marks) implements Answer {
        public Unsettled {
            Map<Integer, Transactions.Run> brief = new HashMap<>(runs);
            brief.replaceAll((task, run) -> new Transactions.Run(run.epoch(), run.revision(), brief(run.pending())));
            runs = brief;
        }
    }

    /**
     * @param pending what the run before prepared last, without its offsets, if it is not certain how that ended
     * @param marks of the task
     */
    public record Began(@Nullable Batch pending, Marks marks) implements Answer {
        public Began {
            pending = brief(pending);
        }
    }

    /** Its mark is all that it takes to find out how it ended. */
    private static @Nullable Batch brief(@Nullable Batch pending) {
        return pending == null ? null : new Batch(pending.mark(), Map.of(), pending.at());
    }

    private final ClusterSettings settings;
    private final TransactionFacts transactions;
    private final OutageGuard<Command, OffsetsState> guard;
    private final JournalTrim trim;

    private OffsetsEntity(
            String connectorName,
            ClusterSettings settings,
            OutageGuard<Command, OffsetsState> guard,
            JournalTrim trim) {
        super(persistenceId(settings, connectorName), ClusterSettings.JOURNAL_BACKOFF);
        this.settings = settings;
        this.transactions = new TransactionFacts(settings.clock(), System::nanoTime);
        this.guard = guard;
        this.trim = trim;
    }

    public static PersistenceId persistenceId(ClusterSettings settings, String connectorName) {
        return PersistenceId.ofUniqueId(settings.group() + "/offsets/" + connectorName);
    }

    public static Behavior<Command> create(String connectorName, ClusterSettings settings) {
        return Behaviors.setup(context -> {
            OutageGuard<Command, OffsetsState> guard = new OutageGuard<>(context.getSystem(), new UnrecordedOffsets());
            return guard.around(
                    Command.class,
                    new OffsetsEntity(connectorName, settings, guard, JournalTrim.of(context.getSystem())));
        });
    }

    @Override
    public OffsetsState emptyState() {
        return OffsetsState.EMPTY;
    }

    @Override
    public CommandHandlerWithReply<Command, OffsetsFact, OffsetsState> commandHandler() {
        return guard.noting(newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(Open.class, this::onOpen)
                .onCommand(Read.class, this::onRead)
                .onCommand(Advance.class, this::onAdvance)
                .onCommand(ListAfter.class, (state, ask) -> Effect().reply(ask.replyTo(), page(state, ask)))
                .onCommand(Alter.class, (state, ask) -> onChange(state, ask.epoch(), ask.replyTo(), altered(ask)))
                .onCommand(Reset.class, (state, ask) -> onChange(state, ask.epoch(), ask.replyTo(), reset(ask)))
                .onCommand(Raise.class, this::onRaise)
                .onCommand(Supersede.class, (state, ask) -> follow(transactions.on(state, ask), ask.replyTo()))
                .onCommand(Begin.class, (state, ask) -> follow(transactions.on(state, ask), ask.replyTo()))
                .onCommand(Prepare.class, (state, ask) -> follow(transactions.on(state, ask), ask.replyTo()))
                .onCommand(Settle.class, (state, ask) -> follow(transactions.on(state, ask), ask.replyTo()))
                .build());
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
        return Effect().reply(ask.replyTo(), new Known(state.offsets(ask.partitions())));
    }

    private ReplyEffect<OffsetsFact, OffsetsState> onAdvance(OffsetsState state, Advance ask) {
        if (!state.accepts(ask.task(), ask.epoch())) {
            return Effect().reply(ask.replyTo(), new Fenced());
        }
        return state.recorded(ask.task(), ask.number())
                ? Effect().reply(ask.replyTo(), new Recorded())
                : Effect()
                        .persist(new OffsetsFact.Advanced(
                                ask.task(),
                                ask.number(),
                                ask.offsets(),
                                settings.clock().instant()))
                        .thenReply(ask.replyTo(), done -> new Recorded());
    }

    static Known page(OffsetsState state, ListAfter ask) {
        Map<String, String> page = new LinkedHashMap<>();
        int room = PAGE_CHARACTERS;
        for (Map.Entry<String, String> each : state.offsetsAfter(ask.partition())) {
            room -= each.getKey().length() + each.getValue().length();
            if (room < 0 && !page.isEmpty()) {
                break;
            }
            page.put(each.getKey(), each.getValue());
        }
        return new Known(page);
    }

    private OffsetsFact altered(Alter ask) {
        return new OffsetsFact.Altered(
                ask.epoch(), ask.offsets(), settings.clock().instant(), ask.by());
    }

    private OffsetsFact reset(Reset ask) {
        return new OffsetsFact.Reset(ask.epoch(), settings.clock().instant(), ask.by());
    }

    private ReplyEffect<OffsetsFact, OffsetsState> onChange(
            OffsetsState state, Epoch epoch, ActorRef<Answer> replyTo, OffsetsFact fact) {
        return state.alterable(epoch)
                ? Effect().persist(fact).thenReply(replyTo, done -> new Recorded())
                : Effect().reply(replyTo, new Fenced());
    }

    private ReplyEffect<OffsetsFact, OffsetsState> onRaise(OffsetsState state, Raise ask) {
        return ask.marks().entrySet().stream()
                        .allMatch(each -> each.getValue()
                                <= state.transactions().marksOf(each.getKey()).committed())
                ? Effect().reply(ask.replyTo(), new Recorded())
                : onChange(
                        state,
                        ask.epoch(),
                        ask.replyTo(),
                        new OffsetsFact.Raised(ask.marks(), settings.clock().instant(), ask.by()));
    }

    private ReplyEffect<OffsetsFact, OffsetsState> follow(
            TransactionFacts.Decision decision, ActorRef<Answer> replyTo) {
        return Effect().persist(decision.facts()).thenReply(replyTo, done -> decision.answer());
    }

    @Override
    public EventHandler<OffsetsState, OffsetsFact> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, fact) -> fact.applyTo(state));
    }

    /** Positions come all the time; the latest are what counts, and some are kept to look back at, see {@link JournalTrim}. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(FACTS_PER_SNAPSHOT, SNAPSHOTS_KEPT);
    }

    @Override
    public SignalHandler<OffsetsState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        SnapshotCompleted.class,
                        (state, made) -> trim.covered(
                                persistenceId(),
                                made.getSnapshotMetadata().sequenceNr(),
                                FACTS_PER_SNAPSHOT * SNAPSHOTS_KEPT,
                                settings.clock().instant()))
                .build();
    }
}
