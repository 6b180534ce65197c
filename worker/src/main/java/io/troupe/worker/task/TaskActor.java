package io.troupe.worker.task;

import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.LastingFailures;
import io.troupe.worker.LogContext;
import io.troupe.worker.Traces;
import io.troupe.worker.task.TaskLoop.End;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts one blocking task on a thread of its own, one turn a message, so that pause and stop are ordinary
 * messages. Whatever the task throws ends here: it becomes a report, and the host ends.
 */
public final class TaskActor {

    /** A thread for each task: a plugin that blocks costs its own thread and nothing else. */
    public static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("troupe.worker.task-dispatcher");

    public sealed interface Command {}

    public enum Pause implements Command {
        INSTANCE
    }

    public enum Resume implements Command {
        INSTANCE
    }

    public record Stop(End end) implements Command {}

    private enum Turn implements Command {
        INSTANCE
    }

    private static final Logger LOG = LoggerFactory.getLogger(TaskActor.class);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Assignment assignment;
    private final Callable<TaskLoop> build;
    private final PresentCall call;
    private final Consumer<TaskReport> owner;
    private @Nullable TaskLoop loop;

    private TaskActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Assignment assignment,
            Callable<TaskLoop> build,
            PresentCall call,
            Consumer<TaskReport> owner) {
        this.context = context;
        this.timers = timers;
        this.assignment = assignment;
        this.build = build;
        this.call = call;
        this.owner = owner;
    }

    /**
     * @param build makes the loop, on the task's own thread: plugins may block in their constructors, too
     * @param call kept up to date
     * @param owner gets the reports, on the task's own thread
     */
    static Behavior<Command> create(
            Assignment assignment, Callable<TaskLoop> build, PresentCall call, Consumer<TaskReport> owner) {
        return Behaviors.withMdc(
                Command.class,
                LogContext.ofTask(assignment.task()).entries(),
                Behaviors.setup(context -> Behaviors.withTimers(
                        timers -> new TaskActor(context, timers, assignment, build, call, owner).beginning())));
    }

    private Behavior<Command> beginning() {
        Thread.currentThread().setName("task-thread-" + assignment.task().label());
        return assignment.target() == TargetState.STARTED ? guarded(this::starting) : waiting();
    }

    /** Paused before it ever ran: the plugin is not even made, contract/behaviours.md section 3. */
    private Behavior<Command> waiting() {
        owner.accept(new TaskReport.Paused(null));
        return Behaviors.receive(Command.class)
                .onMessage(Resume.class, resume -> guarded(this::starting))
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> starting() throws Exception {
        TaskLoop task = build.call();
        loop = task;
        task.start();
        nextTurn(Duration.ZERO);
        return running(task);
    }

    private Behavior<Command> running(TaskLoop task) {
        owner.accept(new TaskReport.Running(task.version()));
        return Behaviors.receive(Command.class)
                .onMessage(Turn.class, turn -> guarded(() -> onTurn(task)))
                .onMessage(Pause.class, pause -> guarded(() -> onPause(task)))
                .onMessage(Stop.class, stop -> guarded(() -> onStop(task, stop)))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> paused(TaskLoop task) {
        owner.accept(new TaskReport.Paused(task.version()));
        return Behaviors.receive(Command.class)
                .onMessage(Turn.class, turn -> guarded(() -> onTurn(task)))
                .onMessage(Resume.class, resume -> guarded(() -> onResume(task)))
                .onMessage(Stop.class, stop -> guarded(() -> onStop(task, stop)))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onTurn(TaskLoop task) {
        nextTurn(task.turn());
        return Behaviors.same();
    }

    private void nextTurn(Duration wait) {
        if (wait.isZero()) {
            context.getSelf().tell(Turn.INSTANCE);
        } else {
            timers.startSingleTimer(Turn.INSTANCE, wait);
        }
        call.expect(wait);
    }

    private Behavior<Command> onPause(TaskLoop task) {
        task.pause();
        return paused(task);
    }

    /** A turn that waits is due at once; one that is in the mailbox stays the only one. */
    private Behavior<Command> onResume(TaskLoop task) {
        task.resume();
        if (timers.isTimerActive(Turn.INSTANCE)) {
            timers.cancel(Turn.INSTANCE);
            nextTurn(Duration.ZERO);
        }
        return running(task);
    }

    private Behavior<Command> onStop(TaskLoop task, Stop stop) {
        loop = null;
        task.stop(stop.end());
        return Behaviors.stopped();
    }

    /** The one place where a plugin's failure is caught, errors of the virtual machine included. */
    @SuppressWarnings("CatchingThrowable")
    private Behavior<Command> guarded(Callable<Behavior<Command>> step) {
        call.begin();
        try {
            return step.call();
        } catch (Throwable failure) {
            Traces.log(LOG, "Task " + assignment.task().label() + " failed", failure);
            stopFailed();
            owner.accept(new TaskReport.Failed(version(), Traces.of(failure), LastingFailures.include(failure)));
            return Behaviors.stopped();
        } finally {
            call.end();
        }
    }

    private void stopFailed() {
        TaskLoop failed = loop;
        if (failed == null) {
            return;
        }
        try {
            failed.stop(End.FAILED);
        } catch (Throwable failure) {
            Traces.log(LOG, "Task " + assignment.task().label() + " failed again while it was stopped", failure);
        }
    }

    /** Of a task that failed; it may fail at this, too. */
    private @Nullable String version() {
        TaskLoop known = loop;
        try {
            return known == null ? null : known.version();
        } catch (Throwable failure) {
            Traces.log(LOG, "Task " + assignment.task().label() + " cannot say its version", failure);
            return null;
        }
    }
}
