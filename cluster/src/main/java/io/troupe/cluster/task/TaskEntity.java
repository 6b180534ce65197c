package io.troupe.cluster.task;

import io.troupe.cluster.Wire;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskHost;
import io.troupe.worker.task.TaskLoop.End;
import io.troupe.worker.task.TaskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task, wherever it lives: asks its connector for an assignment, hosts it, and passes its reports on. Wherever
 * sharding starts it, for the first time or after a crash, it begins by asking: it remembers nothing itself.
 *
 * <pre>
 *   enlisting ─▶ performing ─▶ ending ─▶ enlisting | gone | handed over
 *                        └─▶ in line ─▶ ending ─▶ handed over
 * </pre>
 */
public final class TaskEntity {

    public sealed interface Command extends Wire {}

    /**
     * What the task ought to do, sent as often as needed: this revision of its settings, with this target.
     *
     * @param run the last one that was given to a worker
     * @param known what the connector believes of it; null for nothing yet
     * @param topicResets how often the connector's list of topics began anew
     */
    public record Expect(
            long revision,
            long run,
            TargetState target,
            @Nullable RunState known,
            long topicResets) implements Command {

        /** Whether that run, or one that is still to be given, is to take its place. */
        boolean overtakes(Assignment assignment) {
            return revision > assignment.revision() || run > assignment.run();
        }

        End endOf(Assignment assignment) {
            return TaskEntity.endOf(assignment, revision);
        }
    }

    /** The task does not exist any more. */
    public enum Dismiss implements Command {
        INSTANCE
    }

    /** Dismisses the task, if nobody has yet; answered once nothing of it runs here any more. */
    public record Farewell(ActorRef<Done> replyTo) implements Command {}

    /** Answered once nothing runs here any more that was made with an earlier revision; it was told to end. */
    public record Relieve(long revision, ActorRef<Done> replyTo) implements Command {}

    /** The answer to an enlistment; {@code topicResets} as in {@link Expect}. */
    public record Perform(Assignment assignment, long topicResets) implements Command {
        End endOf(Assignment before) {
            return TaskEntity.endOf(before, assignment.revision());
        }
    }

    /** What sharding sends when the entity moves. */
    public enum HandOver implements Command {
        INSTANCE
    }

    /** The turn to move has come. */
    public enum Leave implements Command {
        INSTANCE
    }

    /** Wakes the entity where it has moved; answered once the task has begun there, or is not wanted. */
    public record Rouse(ActorRef<Done> replyTo) implements Command {}

    private enum EnlistAgain implements Command {
        INSTANCE
    }

    /** Nobody has said for long that the task is wanted. */
    private enum Unheard implements Command {
        INSTANCE
    }

    /** It is time to see whether the task does what it says. */
    private enum Look implements Command {
        INSTANCE
    }

    private record Hosted(long run, TaskReport report) implements Command {}

    private record HostEnded(long run) implements Command {}

    private record HostLate(long run) implements Command {}

    /** One run of the task. */
    private record Performance(Assignment assignment, TaskHost host, TaskReporter reporter, TaskWatch watch) {
        boolean is(long run) {
            return run == assignment.run();
        }
    }

    private static final int REMINDERS_MISSED = 3;
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TaskEntity.class);

    private final TaskId id;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final TaskServices services;
    private Supplier<Behavior<Command>> afterEnding = this::enlisting;
    private @Nullable TaskMetrics figures;
    private @Nullable Performance present;
    private Duration patience = Duration.ZERO;
    private long performed;
    private final List<ActorRef<Done>> farewells = new ArrayList<>();
    private final List<ActorRef<Done>> rousers = new ArrayList<>();
    private final List<ActorRef<Done>> successors = new ArrayList<>();
    private long relieved;
    private TaskTopics topics = new TaskTopics(ActiveTopics.untracked(), 0);
    private boolean awake;
    private boolean over;
    private boolean leaving;

    private TaskEntity(
            TaskId id, ActorContext<Command> context, TimerScheduler<Command> timers, TaskServices services) {
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.services = services;
    }

    public static Behavior<Command> create(TaskId id, TaskServices services) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new TaskEntity(id, context, timers, services).enlisting()));
    }

    /** How a run ends that another one follows: it keeps what it has only for one of the same revision. */
    private static End endOf(Assignment before, long revision) {
        return revision == before.revision() ? End.HANDED_OVER : End.REVISED;
    }

    private BehaviorBuilder<Command> receive() {
        return Behaviors.receive(Command.class)
                .onMessage(Farewell.class, this::onFarewell)
                .onMessage(Rouse.class, this::onRouse)
                .onMessage(Relieve.class, this::onRelieve)
                .onSignal(PostStop.class, stop -> {
                    endFigures();
                    forsake();
                    return Behaviors.same();
                });
    }

    /** A node that the others have removed from the cluster has no time for more: what runs is told to stop. */
    private void forsake() {
        Performance left = present;
        if (left != null) {
            left.host().stop(End.HANDED_OVER);
        }
    }

    private Behavior<Command> onFarewell(Farewell ask) {
        if (over) {
            ask.replyTo().tell(Done.getInstance());
        } else {
            farewells.add(ask.replyTo());
            context.getSelf().tell(Dismiss.INSTANCE);
        }
        return Behaviors.same();
    }

    /** Nothing of that run is to be looked at any more. */
    private void over(Performance before) {
        present = null;
        timers.cancel(Look.INSTANCE);
        before.watch().end();
        answer(successors);
    }

    private void over() {
        over = true;
        answer(farewells);
        awake();
    }

    private Behavior<Command> onRouse(Rouse rouse) {
        rousers.add(rouse.replyTo());
        if (awake) {
            awake();
        }
        return Behaviors.same();
    }

    /** A run that was given before, and arrives after, does not begin any more. */
    private Behavior<Command> onRelieve(Relieve ask) {
        if (ask.revision() != Long.MAX_VALUE) {
            relieved = Math.max(relieved, ask.revision());
        }
        Performance now = present;
        if (now == null || now.assignment().revision() >= ask.revision()) {
            ask.replyTo().tell(Done.getInstance());
        } else {
            successors.add(ask.replyTo());
        }
        return Behaviors.same();
    }

    private void awake() {
        awake = true;
        answer(rousers);
    }

    private static void answer(List<ActorRef<Done>> waiting) {
        waiting.forEach(each -> each.tell(Done.getInstance()));
        waiting.clear();
    }

    /** Those of a failed task stay until it leaves or runs again. */
    private void endFigures() {
        TaskMetrics ended = figures;
        figures = null;
        if (ended != null) {
            ended.close();
        }
    }

    // --- enlisting: waiting for an assignment

    private Behavior<Command> enlisting() {
        over = false;
        awake = false;
        endFigures();
        patience = services.settings().enlistRetry();
        enlist();
        return receive()
                .onMessage(Perform.class, perform -> isNews(perform) ? performing(perform) : Behaviors.same())
                .onMessage(EnlistAgain.class, again -> enlistAgain())
                .onMessage(Expect.class, expect -> enlistAgain())
                .onMessage(Dismiss.class, dismiss -> gone())
                .onMessage(HandOver.class, handOver -> moved())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private EntityRef<ConnectorCommand> connector() {
        return services.connector(id);
    }

    private void enlist() {
        connector().tell(new ConnectorCommand.Enlist(id.number(), services.workerId(), performed, context.getSelf()));
        timers.startSingleTimer(EnlistAgain.INSTANCE, patience);
    }

    /** The connector has moved, perhaps: it does not know then that it was asked. */
    private Behavior<Command> enlistAgain() {
        Duration doubled = patience.multipliedBy(2);
        patience = doubled.compareTo(LONGEST_PATIENCE) < 0 ? doubled : LONGEST_PATIENCE;
        enlist();
        return Behaviors.same();
    }

    /** The same run may be given more than once; it begins once. */
    private boolean isNews(Perform perform) {
        return perform.assignment().run() > performed && perform.assignment().revision() >= relieved;
    }

    // --- performing: the assignment is hosted, runs, rests, or has failed

    private Behavior<Command> performing(Perform perform) {
        Assignment assignment = perform.assignment();
        timers.cancel(EnlistAgain.INSTANCE);
        heard();
        awake = false;
        performed = assignment.run();
        endFigures();
        TaskMetrics own = services.metrics().task(id);
        figures = own;
        ActorRef<Command> self = context.getSelf();
        long run = assignment.run();
        long resets = perform.topicResets();
        topics = new TaskTopics(services.topics(resets, used -> self.tell(new Hosted(run, used))), resets);
        TaskHost host = services.host(
                context.getSystem(), assignment, own, topics.active(), report -> self.tell(new Hosted(run, report)));
        context.watchWith(host.ref(), new HostEnded(run));
        Performance begun = new Performance(
                assignment,
                host,
                new TaskReporter(id, services, assignment),
                new TaskWatch(id, run, services, host, own));
        timers.startTimerWithFixedDelay(Look.INSTANCE, services.settings().reconcileInterval());
        present = begun;
        return performing(begun, assignment.target());
    }

    private Behavior<Command> performing(Performance now, TargetState target) {
        return fromHere(now)
                .onMessage(Expect.class, expect -> onExpect(now, target, expect))
                .onMessage(Unheard.class, unheard -> confirm())
                .onMessage(HostEnded.class, ended -> now.is(ended.run()) ? failed(now) : Behaviors.same())
                .onMessage(Look.class, look -> onLook(now))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onExpect(Performance now, TargetState target, Expect expect) {
        heard();
        if (expect.overtakes(now.assignment())) {
            return ending(now, expect.endOf(now.assignment()), this::enlisting);
        }
        now.reporter().reminded(expect.run(), expect.known());
        topics.reminded(expect.topicResets(), connector());
        if (expect.revision() < now.assignment().revision() || expect.target() == target) {
            return Behaviors.same();
        }
        if (expect.target() == TargetState.PAUSED) {
            now.host().pause();
        } else {
            now.host().resume();
        }
        return performing(now, expect.target());
    }

    /** A task that is dead has failed, whatever it says; its restart is up to the connector. */
    private Behavior<Command> onLook(Performance now) {
        String death = now.watch().look();
        if (death == null) {
            return Behaviors.same();
        }
        LOG.error("Task {} is dead: {}", id.label(), death);
        now.host().stop(End.FAILED);
        giveUp(now);
        now.reporter().report(new TaskReport.Failed(null, death, false));
        return failed(now);
    }

    private void giveUp(Performance now) {
        now.host().abandon();
        context.unwatch(now.host().ref());
    }

    private void heard() {
        timers.startSingleTimer(
                Unheard.INSTANCE, services.settings().reconcileInterval().multipliedBy(REMINDERS_MISSED));
    }

    private Behavior<Command> confirm() {
        connector().tell(new ConnectorCommand.Confirm(id.number(), context.getSelf()));
        heard();
        return Behaviors.same();
    }

    /** The host has ended by itself: the task stays failed until something about it changes. */
    private Behavior<Command> failed(Performance before) {
        over(before);
        before.reporter().ended();
        return receive()
                .onMessage(Unheard.class, unheard -> confirm())
                .onMessage(Expect.class, expect -> {
                    heard();
                    before.reporter().reminded(expect.run(), expect.known());
                    return expect.overtakes(before.assignment()) ? enlisting() : Behaviors.same();
                })
                .onMessage(Perform.class, perform -> isNews(perform) ? performing(perform) : Behaviors.same())
                .onMessage(Hosted.class, hosted -> onHosted(before, hosted))
                .onMessage(Dismiss.class, dismiss -> gone())
                .onMessage(HandOver.class, handOver -> moved())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    /** What ends a hosted task, and how it goes on. */
    private BehaviorBuilder<Command> fromHere(Performance now) {
        return receive()
                .onMessage(Hosted.class, hosted -> onHosted(now, hosted))
                .onMessage(
                        Perform.class,
                        perform -> isNews(perform)
                                ? ending(now, perform.endOf(now.assignment()), () -> performing(perform))
                                : Behaviors.same())
                .onMessage(Dismiss.class, dismiss -> ending(now, End.FOR_GOOD, this::gone))
                .onMessage(HandOver.class, handOver -> inLine(now));
    }

    private Behavior<Command> onHosted(Performance now, Hosted hosted) {
        if (now.is(hosted.run())) {
            if (hosted.report() instanceof TaskReport.TopicUsed used) {
                topics.used(used, connector());
            } else {
                now.reporter().report((TaskReport.Is) hosted.report());
                awake();
            }
        }
        return Behaviors.same();
    }

    /** How it does is no news any more; records may still be acknowledged. */
    private Behavior<Command> onLastWords(Performance now, Hosted hosted) {
        return hosted.report() instanceof TaskReport.TopicUsed ? onHosted(now, hosted) : Behaviors.same();
    }

    // --- in line: the shard takes nothing more for the entity, which performs on until its turn has come, or until its
    // --- connector, which is asked for it, wants something else

    private Behavior<Command> inLine(Performance now) {
        leaving = true;
        services.shards().taskWaits(id, context.getSelf());
        return receive()
                .onMessage(Leave.class, turn -> ending(now, End.HANDED_OVER, () -> handedOver(now)))
                .onMessage(Hosted.class, hosted -> onHosted(now, hosted))
                .onMessage(HostEnded.class, ended -> now.is(ended.run()) ? moved() : Behaviors.same())
                .onMessage(
                        Expect.class,
                        expect -> expect.overtakes(now.assignment())
                                ? leavingEarly(now, expect.endOf(now.assignment()))
                                : Behaviors.same())
                .onMessage(Dismiss.class, dismiss -> leavingEarly(now, End.FOR_GOOD))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> leavingEarly(Performance now, End end) {
        services.shards().taskMoved(id);
        return ending(now, end, () -> handedOver(now));
    }

    // --- ending: the host was told to stop; it does, or it is given up

    private Behavior<Command> ending(Performance now, End end, Supplier<Behavior<Command>> next) {
        long run = now.assignment().run();
        afterEnding = next;
        now.host().stop(end);
        timers.startSingleTimer(new HostLate(run), services.stopTimeout());
        return receive()
                .onMessage(Hosted.class, hosted -> onLastWords(now, hosted))
                .onMessage(HostEnded.class, ended -> now.is(ended.run()) ? ended(now) : Behaviors.same())
                .onMessage(HostLate.class, late -> now.is(late.run()) ? late(now) : Behaviors.same())
                .onMessage(Expect.class, expect -> then(this::enlisting, expect.overtakes(now.assignment())))
                .onMessage(Perform.class, perform -> then(() -> performing(perform), isNews(perform)))
                .onMessage(Dismiss.class, dismiss -> then(this::gone, true))
                .onMessage(HandOver.class, handOver -> {
                    leave();
                    afterEnding = () -> handedOver(now);
                    return Behaviors.same();
                })
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    /** An entity that is handed over ends here whatever else is wanted: the next one learns of it. */
    private Behavior<Command> then(Supplier<Behavior<Command>> next, boolean really) {
        if (really && !leaving) {
            afterEnding = next;
        }
        return Behaviors.same();
    }

    private Behavior<Command> ended(Performance now) {
        over(now);
        timers.cancel(new HostLate(now.assignment().run()));
        return afterEnding.get();
    }

    private Behavior<Command> late(Performance now) {
        LOG.warn(
                "Task {} did not stop within {} ms and is abandoned",
                id.label(),
                services.stopTimeout().toMillis());
        giveUp(now);
        return ended(now);
    }

    // --- handed over: the task goes on elsewhere; gone: it is not needed any more

    /** Whatever wakes the next entity waits until this one has ended. */
    private void leave() {
        leaving = true;
        services.shards().taskMoved(id);
    }

    private Behavior<Command> moved() {
        leave();
        return Behaviors.stopped();
    }

    private Behavior<Command> handedOver(Performance before) {
        before.reporter().handedOver();
        over();
        return Behaviors.stopped();
    }

    /** The shard answers with the stop message; whoever needs the task in between makes it enlist anew. */
    private Behavior<Command> gone() {
        endFigures();
        over();
        timers.cancelAll();
        services.passivate(context.getSelf());
        return receive()
                .onMessage(Expect.class, expect -> enlisting())
                .onMessage(HandOver.class, handOver -> Behaviors.stopped())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }
}
