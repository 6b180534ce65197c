package io.troupe.cluster.connector;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.connector.ConnectorCommand.Asked;
import io.troupe.cluster.connector.ConnectorCommand.Change;
import io.troupe.cluster.connector.ConnectorCommand.ChangeOffsets;
import io.troupe.cluster.connector.ConnectorCommand.Configure;
import io.troupe.cluster.connector.ConnectorCommand.Confirm;
import io.troupe.cluster.connector.ConnectorCommand.Create;
import io.troupe.cluster.connector.ConnectorCommand.Delete;
import io.troupe.cluster.connector.ConnectorCommand.Describe;
import io.troupe.cluster.connector.ConnectorCommand.Enlist;
import io.troupe.cluster.connector.ConnectorCommand.Examine;
import io.troupe.cluster.connector.ConnectorCommand.HandOver;
import io.troupe.cluster.connector.ConnectorCommand.ListTasks;
import io.troupe.cluster.connector.ConnectorCommand.ListTopics;
import io.troupe.cluster.connector.ConnectorCommand.Observe;
import io.troupe.cluster.connector.ConnectorCommand.ResetTopics;
import io.troupe.cluster.connector.ConnectorCommand.Restart;
import io.troupe.cluster.connector.ConnectorCommand.RestartTask;
import io.troupe.cluster.connector.ConnectorCommand.Retarget;
import io.troupe.cluster.connector.ConnectorCommand.Settle;
import io.troupe.cluster.connector.ConnectorCommand.TaskConditions;
import io.troupe.cluster.connector.ConnectorCommand.TaskReported;
import io.troupe.cluster.connector.ConnectorCommand.UseTopics;
import io.troupe.cluster.connector.ConnectorCommand.Wake;
import io.troupe.cluster.outage.OutageGuard;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.ConnectorState.Phase;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.journal.JournalHealth;
import io.troupe.persistence.journal.JournalTrim;
import io.troupe.worker.connector.ConnectorAssignment;
import io.troupe.worker.connector.ConnectorReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One life of a connector: takes its configurations and targets, hosts the connector itself, and tells its tasks what
 * they ought to do. Tasks are reminded, not commanded: {@link TaskEntity.Expect} says which revision should run and
 * how, as often as needed, and a task that does so already does nothing.
 */
public final class ConnectorEntity
        extends EventSourcedBehaviorWithEnforcedReplies<ConnectorCommand, ConnectorFact, ConnectorState> {

    private static final int FACTS_PER_SNAPSHOT = 100;
    private static final int SNAPSHOTS_KEPT = 2;

    /** Tasks that run had the time to say so. */
    private enum Settled implements ConnectorCommand.Own {
        INSTANCE
    }

    private static final Duration DOUBT = Duration.ofMillis(500);

    private enum Remind implements ConnectorCommand.Own {
        INSTANCE
    }

    /** Names the timer of a reminder that comes soon: many may ask for it at once. */
    private enum Soon {
        REMINDER
    }

    private static final Duration SOON = Duration.ofMillis(10);

    /** What was planned is due. */
    private enum Retry implements ConnectorCommand.Own {
        INSTANCE
    }

    record FromSlot(ConnectorSlot.Event event) implements ConnectorCommand.Own {}

    record FromOffsets(OffsetsChange.Ended event) implements ConnectorCommand.Own {}

    record FromSuccession(Succession.Over event) implements ConnectorCommand.Own {}

    private final ConnectorId id;
    private final ActorContext<ConnectorCommand> context;
    private final TimerScheduler<ConnectorCommand> timers;
    private final ConnectorServices services;
    private final ConnectorTasks tasks;
    private final ConnectorSlot slot;
    private final Supervision supervision;
    private final Succession succession;
    private final FormerSeats seats;
    private final Conditions conditions = new Conditions();
    private final Doubts doubts = new Doubts();
    private final TaskDesk taskDesk;
    private final StartWaiters waiters = new StartWaiters();
    private final OffsetsChange offsets;
    private final OutageGuard<ConnectorCommand, ConnectorState> guard;
    private final JournalTrim trim;

    private ConnectorEntity(
            ConnectorId id,
            ActorContext<ConnectorCommand> context,
            TimerScheduler<ConnectorCommand> timers,
            ConnectorServices services) {
        super(persistenceId(services.settings(), id), ClusterSettings.JOURNAL_BACKOFF);
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.services = services;
        this.tasks = new ConnectorTasks(id, services.shards());
        this.slot = new ConnectorSlot(context, timers, services);
        this.supervision = new Supervision(services.restarts());
        this.succession = new Succession(context, tasks, services.succession());
        this.seats = new FormerSeats(tasks, services.offsets(), services.taskEnd());
        this.taskDesk = new TaskDesk(
                Effect(),
                tasks,
                supervision,
                succession,
                conditions,
                services.settings().clock(),
                this::schedule);
        this.offsets = new OffsetsChange(id, context, timers, services);
        this.guard = new OutageGuard<>(
                context.getSystem(),
                new UnrecordedConnector(JournalHealth.of(context.getSystem()), this::observed, this::told));
        this.trim = JournalTrim.of(context.getSystem());
    }

    public static PersistenceId persistenceId(ClusterSettings settings, ConnectorId id) {
        return PersistenceId.ofUniqueId(settings.group() + "/connector/" + id);
    }

    public static Behavior<ConnectorCommand> create(ConnectorId id, ConnectorServices services) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ConnectorEntity entity = new ConnectorEntity(id, context, timers, services);
            return entity.guard.around(ConnectorCommand.class, entity);
        }));
    }

    @Override
    public ConnectorState emptyState() {
        return ConnectorState.BLANK;
    }

    @Override
    public CommandHandlerWithReply<ConnectorCommand, ConnectorFact, ConnectorState> commandHandler() {
        var builder = newCommandHandlerWithReplyBuilder();
        builder.forState(ConnectorState::exists).onCommand(Create.class, this::onCreateAgain);
        builder.forState(state -> offsets.underWay())
                .onCommand(Change.class, (state, ask) -> Effect().stash());
        builder.forState(doubts::wait)
                .onCommand(Describe.class, (state, ask) -> Effect().stash())
                .onCommand(Observe.class, (state, ask) -> Effect().stash());
        builder.forState(ConnectorState::exists)
                .onCommand(Settled.class, (state, settled) -> {
                    doubts.impatient();
                    return Effect().none().thenNoReply().thenUnstashAll();
                })
                .onCommand(Configure.class, this::onConfigure)
                .onCommand(Retarget.class, this::onRetarget)
                .onCommand(Restart.class, this::onRestart)
                .onCommand(RestartTask.class, this::onRestartTask)
                .onCommand(Describe.class, (state, ask) -> Effect().reply(ask.replyTo(), told(state)))
                .onCommand(Observe.class, (state, ask) -> Effect().reply(ask.replyTo(), observed(state)))
                .onCommand(ListTasks.class, (state, ask) -> Effect().reply(ask.replyTo(), tasks(state)))
                .onCommand(Delete.class, this::onDelete)
                .onCommand(ChangeOffsets.class, this::onChangeOffsets)
                .onCommand(ListTopics.class, (state, ask) -> Effect().reply(ask.replyTo(), topics(state)))
                .onCommand(ResetTopics.class, this::onResetTopics)
                .onCommand(UseTopics.class, taskDesk::used)
                .onCommand(Enlist.class, taskDesk::enlist)
                .onCommand(Confirm.class, taskDesk::confirm)
                .onCommand(TaskReported.class, this::onTaskReported)
                .onCommand(TaskConditions.class, taskDesk::conditions)
                .onCommand(Examine.class, this::onExamine)
                .onCommand(Retry.class, this::onRetry)
                .onCommand(FromSuccession.class, this::onSuccession)
                .onCommand(Remind.class, (state, remind) -> {
                    remind(state);
                    return Effect().noReply();
                });
        builder.forAnyState()
                .onCommand(Create.class, this::onCreate)
                .onCommand(Delete.class, this::onDeleteAgain)
                .onCommand(Asked.class, (state, ask) -> gone(state, ask.replyTo()))
                .onCommand(FromOffsets.class, this::onOffsetsChanged)
                .onCommand(Enlist.class, (state, ask) -> lastWord(ask.replyTo(), TaskEntity.Dismiss.INSTANCE))
                .onCommand(Confirm.class, (state, ask) -> lastWord(ask.replyTo(), TaskEntity.Dismiss.INSTANCE))
                .onCommand(Settle.class, this::onSettle)
                .onCommand(Wake.WITH_TASKS::equals, (state, wake) -> woken(state))
                .onCommand(FromSlot.class, this::onSlot)
                .onCommand(HandOver.class, this::onHandOver)
                // One that slept reminds its tasks anyway. Late news wakes a deleted connector, too.
                .onAnyCommand((state, late) ->
                        Effect().none().thenRun(this::passivateWhenEmpty).thenNoReply());
        return guard.noting(builder.build());
    }

    // --- what users ask

    private ReplyEffect<ConnectorFact, ConnectorState> onCreate(ConnectorState state, Create ask) {
        return state.phase() == Phase.DELETED
                ? gone(state, ask.replyTo())
                : Effect()
                        .persist(new ConnectorFact.Created(ask.config(), ask.target(), now(), ask.by()))
                        .thenRun(this::live)
                        .thenReply(ask.replyTo(), this::told);
    }

    /** Who had no answer asks again: then it was done already. */
    private ReplyEffect<ConnectorFact, ConnectorState> onCreateAgain(ConnectorState state, Create ask) {
        return state.follows(ask.by())
                ? Effect().reply(ask.replyTo(), told(state))
                : refuse(ask.replyTo(), alreadyExists());
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onConfigure(ConnectorState state, Configure ask) {
        if (state.config().equals(ask.config())) {
            return tryAgain(state, ask);
        }
        if (ask.basis() != null && ask.basis() != state.version()) {
            return Effect().reply(ask.replyTo(), new Answer.Overtaken(state));
        }
        return Effect()
                .persist(supervision.changed(state, new ConnectorFact.Configured(ask.config(), now(), ask.by()), now()))
                .thenRun(after -> {
                    schedule(after);
                    host(after);
                })
                .thenReply(ask.replyTo(), this::told);
    }

    /** What has failed is started anew, as with a configuration that is new; what runs does so already. */
    private ReplyEffect<ConnectorFact, ConnectorState> tryAgain(ConnectorState state, Configure ask) {
        RestartPlan failed = RestartPlan.of(state, true, true);
        return failed.nothing() || state.follows(ask.by())
                ? Effect().reply(ask.replyTo(), told(state))
                : restart(failed, ask.by()).thenReply(ask.replyTo(), this::told);
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onRetarget(ConnectorState state, Retarget ask) {
        if (state.target() == ask.target()) {
            return Effect().reply(ask.replyTo(), told(state));
        }
        return Effect()
                .persist(supervision.changed(state, new ConnectorFact.Retargeted(ask.target(), now(), ask.by()), now()))
                .thenRun(after -> {
                    schedule(after);
                    offsets.dismissed(state.tasks().size());
                    tasks.dismiss(after.tasks().size(), state.tasks().size());
                    seats.vacate(
                            after.config(), after.tasks().size(), state.tasks().size());
                    remind(after);
                    slot.aim(assignment(after));
                })
                .thenReply(ask.replyTo(), this::told);
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onRestart(ConnectorState state, Restart ask) {
        boolean alone = !ask.includeTasks() && !ask.onlyFailed() && !slot.released();
        if (state.follows(ask.by())) {
            return alone ? whenStarted(state, ask.replyTo()) : Effect().reply(ask.replyTo(), told(state));
        }
        RestartPlan plan = RestartPlan.of(state, ask.includeTasks(), ask.onlyFailed());
        if (plan.nothing()) {
            return Effect().reply(ask.replyTo(), told(state));
        }
        return alone
                ? restart(plan, ask.by())
                        .thenRun(() -> waiters.add(ask.replyTo()))
                        .thenNoReply()
                : restart(plan, ask.by()).thenReply(ask.replyTo(), this::told);
    }

    private ReplyEffect<ConnectorFact, ConnectorState> whenStarted(ConnectorState state, ActorRef<Answer> replyTo) {
        Status status = state.status();
        if (status != null && status.state() != RunState.RESTARTING) {
            return Effect().reply(replyTo, started(state, status));
        }
        waiters.add(replyTo);
        return Effect().noReply();
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onRestartTask(ConnectorState state, RestartTask ask) {
        if (state.task(ask.task()).isEmpty()) {
            return refuse(
                    ask.replyTo(), new Refusal(Reason.NOT_FOUND, "Unknown task: " + id.name() + "-" + ask.task()));
        }
        return state.follows(ask.by())
                ? Effect().reply(ask.replyTo(), told(state))
                : restart(new RestartPlan(false, List.of(ask.task())), ask.by()).thenReply(ask.replyTo(), this::told);
    }

    private EffectBuilder<ConnectorFact, ConnectorState> restart(RestartPlan plan, Caller by) {
        return Effect()
                .persist(new ConnectorFact.RestartAsked(plan.connector(), plan.tasks(), now(), by))
                .thenRun(after -> {
                    schedule(after);
                    remind(after);
                    if (plan.connector()) {
                        host(after);
                    }
                });
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onDelete(ConnectorState state, Delete ask) {
        return Effect()
                .persist(new ConnectorFact.Deleted(now(), ask.by()))
                .thenRun(after -> {
                    tasks.dismiss(0, state.tasks().size());
                    seats.vacate(state.config(), 0, state.tasks().size());
                    timers.cancel(Remind.INSTANCE);
                    timers.cancel(Retry.INSTANCE);
                    slot.end();
                    trim.ended(persistenceId());
                    waiters.answer(told(after));
                    passivateWhenEmpty(after);
                })
                .thenReply(ask.replyTo(), this::told);
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onDeleteAgain(ConnectorState state, Delete ask) {
        return state.follows(ask.by()) ? lastWord(ask.replyTo(), told(state)) : gone(state, ask.replyTo());
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onChangeOffsets(ConnectorState state, ChangeOffsets ask) {
        if (state.target() != TargetState.STOPPED) {
            return refuse(ask.replyTo(), OffsetsChange.notStopped(id.name()));
        }
        offsets.begin(state, ask);
        return Effect().noReply();
    }

    /** Those who had to wait get their turn. */
    private ReplyEffect<ConnectorFact, ConnectorState> onOffsetsChanged(ConnectorState state, FromOffsets message) {
        ActorRef<Answer> asked = offsets.end(message.event());
        if (asked == null) {
            return Effect().noReply();
        }
        asked.tell(message.event().answer());
        return whenSlotIsEmpty(state).thenUnstashAll();
    }

    private Answer told(ConnectorState state) {
        return new Answer.Told(doubts.shown(state));
    }

    private Answer observed(ConnectorState state) {
        return new Answer.Told(Brief.status(doubts.shown(state)));
    }

    static Answer tasks(ConnectorState state) {
        return new Answer.Tasks(state.tasks().stream().map(TaskState::config).toList());
    }

    private static Answer topics(ConnectorState state) {
        return new Answer.Topics(List.copyOf(state.topics().names()));
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onResetTopics(ConnectorState state, ResetTopics ask) {
        return Effect()
                .persist(new ConnectorFact.TopicsReset(now(), ask.by()))
                .thenRun(this::remind)
                .thenReply(ask.replyTo(), ConnectorEntity::topics);
    }

    // --- what the runtime does about failures

    private void schedule(ConnectorState state) {
        supervision
                .next(state)
                .ifPresentOrElse(
                        due -> timers.startSingleTimer(Retry.INSTANCE, Supervision.until(due, now())),
                        () -> timers.cancel(Retry.INSTANCE));
    }

    /** For an entity that is about to move it is too late: where it goes it is planned, too. */
    private ReplyEffect<ConnectorFact, ConnectorState> onRetry(ConnectorState state, Retry retry) {
        RestartPlan plan = supervision.due(state, now());
        if (slot.released()) {
            return Effect().noReply();
        }
        if (plan.nothing()) {
            schedule(state);
            return Effect().noReply();
        }
        return restart(plan, Caller.TROUPE).thenNoReply();
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onExamine(ConnectorState state, Examine ask) {
        Duration fresh = services.settings().reconcileInterval().multipliedBy(3);
        return Effect()
                .reply(ask.replyTo(), supervision.seen(doubts.shown(state), conditions.present(now(), fresh), now()));
    }

    // --- what the hosted connector says

    private ReplyEffect<ConnectorFact, ConnectorState> onSlot(ConnectorState state, FromSlot message) {
        ConnectorReport report = slot.take(message.event());
        if (report == null || !state.exists()) {
            return whenSlotIsEmpty(state);
        }
        if (report == ConnectorReport.Expired.INSTANCE) {
            host(state);
            return Effect().noReply();
        }
        if (report instanceof ConnectorReport.TasksPlanned planned) {
            return onTasksPlanned(state, planned);
        }
        if (report instanceof ConnectorReport.RestartReferences references) {
            supervision.learn(references.meanings());
            schedule(state);
            return Effect().noReply();
        }
        return onStatus(state, status(report), report instanceof ConnectorReport.Failed failed && failed.lasting());
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onStatus(ConnectorState state, Status status, boolean lasting) {
        doubts.settle();
        List<ConnectorFact> facts = supervision.reported(state, status, lasting, now());
        if (facts.isEmpty()) {
            waiters.answer(started(state, status));
            return Effect().noReply();
        }
        return Effect()
                .persist(facts)
                .thenRun(after -> {
                    schedule(after);
                    waiters.answer(started(after, status));
                })
                .thenNoReply();
    }

    private Answer started(ConnectorState state, Status status) {
        return status.failed()
                ? new Answer.Refused(new Refusal(Reason.FAILED, "Failed to start connector: " + id.name()))
                : told(state);
    }

    private ReplyEffect<ConnectorFact, ConnectorState> onTasksPlanned(
            ConnectorState state, ConnectorReport.TasksPlanned planned) {
        if (state.target() == TargetState.STOPPED || state.plannedAs(planned.configs())) {
            return Effect().noReply();
        }
        Optional<String> excess = PlanBounds.fault(planned.configs());
        if (excess.isPresent()) {
            Status known = state.status();
            String version = known == null ? null : known.version();
            return onStatus(state, new Status(RunState.FAILED, services.workerId(), version, excess.get()), true);
        }
        return Effect()
                .persist(new ConnectorFact.TasksPlanned(planned.configs(), now()))
                .thenRun(after -> {
                    offsets.dismissed(state.tasks().size());
                    succeed(after);
                    tasks.dismiss(after.tasks().size(), state.tasks().size());
                    vacate(state, after);
                    remind(after);
                })
                .thenNoReply();
    }

    /** Those who ask for the state wait no longer than it takes to know it. */
    private ReplyEffect<ConnectorFact, ConnectorState> onTaskReported(ConnectorState state, TaskReported report) {
        boolean waited = doubts.wait(state);
        doubts.settle(report.task(), report.run());
        ReplyEffect<ConnectorFact, ConnectorState> effect = taskDesk.reported(state, report);
        return waited && !doubts.wait(state) ? effect.thenUnstashAll() : effect;
    }

    /** A task whose state is in doubt says it again. */
    private void remind(ConnectorState state) {
        tasks.expect(doubts.shown(state));
    }

    private void vacate(ConnectorState before, ConnectorState now) {
        if (before.revision() == 0) {
            seats.inherit(now.config(), now.tasks().size());
        } else {
            seats.vacate(now.config(), now.tasks().size(), before.tasks().size());
        }
    }

    /** Tasks that are not there any more were dismissed; where that was lost, they are again. */
    private void succeed(ConnectorState state) {
        if (state.awaitsFormer()) {
            tasks.dismiss(state.tasks().size(), state.former().tasks());
        }
        succession.begin(state);
    }

    /** Those who had to wait ask again. */
    private ReplyEffect<ConnectorFact, ConnectorState> onSuccession(ConnectorState state, FromSuccession message) {
        if (succession.end(message.event())) {
            remind(state);
        }
        return Effect().noReply();
    }

    private Status status(ConnectorReport report) {
        String worker = services.workerId();
        if (report instanceof ConnectorReport.Is is) {
            return Status.of(is.state(), worker, is.version());
        }
        ConnectorReport.Failed failed = (ConnectorReport.Failed) report;
        return new Status(RunState.FAILED, worker, failed.version(), failed.trace());
    }

    // --- the instance's life on this node

    private void live(ConnectorState state) {
        timers.startTimerWithFixedDelay(Remind.INSTANCE, services.settings().reconcileInterval());
        succeed(state);
        if (state.awaitsFormer()) {
            seats.vacate(state.config(), state.tasks().size(), state.former().tasks());
        }
        remind(state);
        schedule(state);
        if (!supervision.waits(state, state.retries())) {
            host(state);
        }
    }

    private void host(ConnectorState state) {
        slot.run(assignment(state));
    }

    private ConnectorAssignment assignment(ConnectorState state) {
        return new ConnectorAssignment(id, state.target(), state.config());
    }

    private ReplyEffect<ConnectorFact, ConnectorState> whenSlotIsEmpty(ConnectorState state) {
        if (!slot.empty() || offsets.underWay()) {
            return Effect().noReply();
        }
        passivateWhenEmpty(state);
        if (!slot.released()) {
            return Effect().noReply();
        }
        if (!state.exists() || guard.away() || supervision.waits(state, state.retries())) {
            return Effect().stop().thenNoReply();
        }
        Status known = state.status();
        Status unassigned = Status.of(RunState.UNASSIGNED, services.workerId(), known == null ? null : known.version());
        return Effect()
                .persist(new ConnectorFact.Reported(unassigned, now()))
                .thenStop()
                .thenNoReply();
    }

    /** A start that was asked for happens on the next node. */
    private ReplyEffect<ConnectorFact, ConnectorState> onHandOver(ConnectorState state, HandOver handOver) {
        if (state.exists()) {
            services.shards().connectorMoved(id);
        }
        slot.release();
        waiters.answer(told(state));
        return whenSlotIsEmpty(state);
    }

    // --- beginning and end

    private ReplyEffect<ConnectorFact, ConnectorState> onSettle(ConnectorState state, Settle settle) {
        if (state.exists() && !settle.configured()) {
            settle.catalogue().tell(new Catalogue.Confirm(id));
        }
        if (state.phase() != Phase.BLANK) {
            return woken(state);
        }
        if (settle.configured()) {
            context.getLog()
                    .error(
                            "Connector {} was configured, but the journal of this worker holds nothing of it. It does"
                                    + " not run, and nothing of it is deleted",
                            id.name());
            return Effect().noReply();
        }
        return Effect()
                .persist(new ConnectorFact.Deleted(now(), Caller.TROUPE))
                .thenRun(this::passivateWhenEmpty)
                .thenNoReply();
    }

    private ReplyEffect<ConnectorFact, ConnectorState> woken(ConnectorState state) {
        if (state.exists() && !timers.isTimerActive(Soon.REMINDER)) {
            timers.startSingleTimer(Soon.REMINDER, Remind.INSTANCE, SOON);
        }
        passivateWhenEmpty(state);
        return Effect().noReply();
    }

    private void passivateWhenEmpty(ConnectorState state) {
        if (state.phase() == Phase.DELETED && slot.empty()) {
            services.passivate(context.getSelf());
        }
    }

    @Override
    public SignalHandler<ConnectorState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), state -> {
                    if (state.exists()) {
                        doubts.begin(state);
                        timers.startSingleTimer(Settled.INSTANCE, DOUBT);
                        live(state);
                    }
                })
                .onSignal(
                        SnapshotCompleted.class,
                        (state, made) -> trim.covered(
                                persistenceId(),
                                made.getSnapshotMetadata().sequenceNr(),
                                FACTS_PER_SNAPSHOT * SNAPSHOTS_KEPT,
                                now()))
                .onSignal(PreRestart.instance(), state -> forsake())
                .onSignal(PostStop.instance(), state -> forsake())
                .build();
    }

    private void forsake() {
        slot.forsake();
        offsets.forsake();
    }

    private ReplyEffect<ConnectorFact, ConnectorState> gone(ConnectorState state, ActorRef<Answer> replyTo) {
        return lastWord(replyTo, new Answer.Gone(state.phase() == Phase.DELETED));
    }

    /** Whoever asks a deleted connector wakes it; it goes back to sleep. */
    private <T> ReplyEffect<ConnectorFact, ConnectorState> lastWord(ActorRef<T> replyTo, T word) {
        return Effect().none().thenRun(this::passivateWhenEmpty).thenReply(replyTo, after -> word);
    }

    private ReplyEffect<ConnectorFact, ConnectorState> refuse(ActorRef<Answer> replyTo, Refusal refusal) {
        return Effect().reply(replyTo, new Answer.Refused(refusal));
    }

    private Refusal alreadyExists() {
        return new Refusal(Reason.ALREADY_EXISTS, "Connector " + id.name() + " already exists");
    }

    private Instant now() {
        return services.settings().clock().instant();
    }

    @Override
    public EventHandler<ConnectorState, ConnectorFact> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, fact) -> fact.applyTo(state));
    }

    /** What people did is kept, see {@link JournalTrim}: it is the connector's history. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(FACTS_PER_SNAPSHOT, SNAPSHOTS_KEPT);
    }
}
