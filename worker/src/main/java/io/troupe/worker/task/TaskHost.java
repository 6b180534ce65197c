package io.troupe.worker.task;

import io.troupe.worker.health.Condition;
import io.troupe.worker.task.TaskLoop.End;
import java.time.Duration;
import java.util.concurrent.Callable;
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
    private final PresentCall call;
    private final Publication published;

    private TaskHost(ActorRef<TaskActor.Command> actor, PresentCall call, Publication published) {
        this.actor = actor;
        this.call = call;
        this.published = published;
    }

    /** The loop, as soon as it is made; who gives it up before that, gives it up then. */
    private static final class Publication {
        private volatile @Nullable TaskLoop loop;
        private volatile boolean abandoned;

        TaskLoop publish(TaskLoop made) {
            loop = made;
            if (abandoned) {
                made.abandon();
            }
            return made;
        }

        void abandon() {
            abandoned = true;
            TaskLoop made = loop;
            if (made != null) {
                made.abandon();
            }
        }
    }

    /** Starts the host; {@code owner} gets its reports on the task's thread, and learns of its end by watching it. */
    public static TaskHost start(
            ActorSystem<?> system, Assignment assignment, Callable<TaskLoop> build, Consumer<TaskReport> owner) {
        PresentCall call = new PresentCall();
        Publication published = new Publication();
        Callable<TaskLoop> publish = () -> published.publish(build.call());
        String name = "task-%d-%d-run-%d"
                .formatted(
                        assignment.task().connector().incarnation(),
                        assignment.task().number(),
                        assignment.run());
        return new TaskHost(
                system.systemActorOf(TaskActor.create(assignment, publish, call, owner), name, TaskActor.DISPATCHER),
                call,
                published);
    }

    /** What to watch to learn of the end. */
    public ActorRef<?> ref() {
        return actor;
    }

    /** Null unless the task is in one call for longer than that. */
    public @Nullable Condition stall(Duration limit) {
        return call.longerThan(limit);
    }

    /** See {@link io.troupe.worker.health.Checkup#look}. */
    public long overdue() {
        return call.overdue();
    }

    public void pause() {
        tell(TaskActor.Pause.INSTANCE);
    }

    public void resume() {
        tell(TaskActor.Resume.INSTANCE);
    }

    public void stop(End end) {
        tell(new TaskActor.Stop(end));
        TaskLoop made = published.loop;
        if (made != null) {
            made.hurry();
        }
    }

    /** Gives up on a task that does not stop: it can commit nothing from now on, nor once its plugin is made at last. */
    public void abandon() {
        published.abandon();
    }

    private void tell(TaskActor.Command command) {
        actor.tell(command);
        TaskLoop made = published.loop;
        if (made != null) {
            made.wake();
        }
    }
}
