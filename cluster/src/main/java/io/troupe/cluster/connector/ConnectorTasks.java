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
import org.apache.pekko.Done;

/** What a connector tells its tasks. They are reminded, not commanded: to say it again never does harm. */
record ConnectorTasks(ConnectorId id, Shards shards) {

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

    /** Completes once tasks that were dismissed have ended, or have been given up, or the time is over. */
    CompletionStage<?> ended(int count, Duration limit) {
        CompletableFuture<?>[] each = new CompletableFuture<?>[count];
        for (int number = 0; number < count; number++) {
            each[number] = shards.task(new TaskId(id, number))
                    .<Done>ask(TaskEntity.Farewell::new, limit)
                    .exceptionally(late -> Done.getInstance())
                    .toCompletableFuture();
        }
        return CompletableFuture.allOf(each);
    }

    /** Completes once no former task runs any more, each has been given up, or the time is over. */
    CompletionStage<?> relieved(ConnectorState state, Duration limit) {
        CompletableFuture<?>[] each = new CompletableFuture<?>[state.former().tasks()];
        for (int number = 0; number < each.length; number++) {
            long revision = state.task(number).map(TaskState::revision).orElse(Long.MAX_VALUE);
            each[number] = shards.task(new TaskId(id, number))
                    .<Done>ask(replyTo -> new TaskEntity.Relieve(revision, replyTo), limit)
                    .exceptionally(late -> Done.getInstance())
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
