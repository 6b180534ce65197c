package io.troupe.worker.task;

import io.troupe.worker.task.TaskLoop.End;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * A running task as its owner sees it. The actor lives beside its owner, not under it: an owner can end while a plugin
 * that never returns still holds its thread.
 */
public final class TaskHost {

    private final ActorRef<TaskActor.Command> actor;
    private final AtomicReference<@Nullable TaskLoop> loop;

    private TaskHost(ActorRef<TaskActor.Command> actor, AtomicReference<@Nullable TaskLoop> loop) {
        this.actor = actor;
        this.loop = loop;
    }

    /** Starts the host; {@code owner} gets its reports on the task's thread, and learns of its end by watching it. */
    public static TaskHost start(
            ActorSystem<?> system, Assignment assignment, Callable<TaskLoop> build, Consumer<TaskReport> owner) {
        AtomicReference<@Nullable TaskLoop> made = new AtomicReference<>();
        Callable<TaskLoop> publish = () -> {
            TaskLoop loop = build.call();
            made.set(loop);
            return loop;
        };
        String name = "task-%d-%d-run-%d"
                .formatted(
                        assignment.task().connector().incarnation(),
                        assignment.task().number(),
                        assignment.run());
        return new TaskHost(
                system.systemActorOf(TaskActor.create(assignment, publish, owner), name, TaskActor.DISPATCHER), made);
    }

    /** What to watch to learn of the end. */
    public ActorRef<?> ref() {
        return actor;
    }

    public void pause() {
        tell(TaskActor.Pause.INSTANCE);
    }

    public void resume() {
        tell(TaskActor.Resume.INSTANCE);
    }

    public void stop(End end) {
        tell(new TaskActor.Stop(end));
    }

    /** Gives up on a task that does not stop: it can commit nothing from now on. */
    public void abandon() {
        TaskLoop made = loop.get();
        if (made != null) {
            made.abandon();
        }
    }

    private void tell(TaskActor.Command command) {
        actor.tell(command);
        TaskLoop made = loop.get();
        if (made != null) {
            made.wake();
        }
    }
}
