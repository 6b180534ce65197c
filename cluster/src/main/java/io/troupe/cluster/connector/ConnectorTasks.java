package io.troupe.cluster.connector;

import io.troupe.cluster.Shards;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TaskState;
import io.troupe.worker.task.Assignment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What a connector tells its tasks. They are reminded, not commanded: to say it again never does harm. */
record ConnectorTasks(ConnectorId id, Shards shards) {

    private static final Duration REPEAT = Duration.ofSeconds(2);

    /** What each task ought to do. A node that leaves does not say so: the connector will, from where it lives next. */
    void expect(ConnectorState state) {
        for (int number = 0; number < state.tasks().size() && !shards.leaving(); number++) {
            shards.task(new TaskId(id, number))
                    .tell(expectation(state, state.tasks().get(number)));
        }
    }

    TaskEntity.Expect expectation(ConnectorState state, TaskState task) {
        Status status = task.status();
        return new TaskEntity.Expect(
                task.revision(),
                task.run(),
                state.target(),
                status == null ? null : status.state(),
                state.topics().resets());
    }

    /** The tasks with these numbers do not exist any more. */
    void dismiss(int from, int to) {
        for (int number = from; number < to; number++) {
            shards.task(new TaskId(id, number)).tell(TaskEntity.Dismiss.INSTANCE);
        }
    }

    /**
     * Completes once tasks with these numbers, which were dismissed, have ended, or have been given up, or the time is
     * over.
     */
    CompletionStage<?> ended(int from, int to, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        return CompletableFuture.allOf(IntStream.range(from, to)
                .mapToObj(number -> answered(number, TaskEntity.Farewell::new, deadlineNanos)
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** What is said to a node that has just died is lost, and said again: the task will be elsewhere. */
    private CompletionStage<Done> answered(
            int number, Function<ActorRef<Done>, TaskEntity.Command> question, long deadlineNanos) {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        Duration wait = left.compareTo(REPEAT) < 0 ? left : REPEAT;
        long askedNanos = System.nanoTime();
        return shards.task(new TaskId(id, number))
                .<Done>ask(question::apply, wait)
                .exceptionallyCompose(late -> System.nanoTime() - askedNanos < wait.toNanos() / 2
                        ? CompletableFuture.completedFuture(Done.getInstance()) // this node ends
                        : answered(number, question, deadlineNanos));
    }

    /** Completes once no former task runs any more, each has been given up, or the time is over. */
    CompletionStage<?> relieved(ConnectorState state, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        CompletableFuture<?>[] each = new CompletableFuture<?>[state.former().tasks()];
        for (int number = 0; number < each.length; number++) {
            long revision = state.task(number).map(TaskState::revision).orElse(Long.MAX_VALUE);
            each[number] = answered(number, replyTo -> new TaskEntity.Relieve(revision, replyTo), deadlineNanos)
                    .toCompletableFuture();
        }
        return CompletableFuture.allOf(each);
    }

    /** The answer to a task that enlisted for this run. */
    TaskEntity.Perform assign(ConnectorState state, int number, TaskState task) {
        Assignment assignment = new Assignment(
                new TaskId(id, number), task.revision(), task.run(), state.target(), state.config(), task.config());
        return new TaskEntity.Perform(assignment, state.topics().resets());
    }
}
