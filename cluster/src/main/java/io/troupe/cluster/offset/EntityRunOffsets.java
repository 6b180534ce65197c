package io.troupe.cluster.offset;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.connector.Answer.Told;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Plan;
import io.troupe.worker.kafka.TransactionFence;
import io.troupe.worker.source.RunOffsets;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.source.TransactionalOffsets;
import io.troupe.worker.task.Assignment;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Opens the offsets of one run of a task.
 *
 * @param connector knows whether the task is still wanted as it was assigned
 * @param grace for earlier runs to end in good order
 */
public record EntityRunOffsets(
        EntityRef<OffsetsEntity.Command> offsets,
        EntityRef<ConnectorCommand> connector,
        Assignment assignment,
        ClusterSettings settings,
        Duration grace)
        implements RunOffsets {

    @Override
    public SourceOffsets atLeastOnce() {
        return EntityOffsets.open(offsets, task(), assignment.run(), settings.patience());
    }

    /**
     * First the entity is told, which refuses earlier runs from then on; then Kafka is, which does; then it is certain
     * how the last transaction ended, and offsets may be read. A plan that changed in between is looked up again.
     */
    @Override
    public TransactionalOffsets exactlyOnce(TransactionFence fence, Runnable takeOver) {
        Asking<OffsetsEntity.Command> asking = new Asking<>(offsets, settings.patience());
        EarlierRuns earlier = new EarlierRuns(task().connector().name(), asking, fence, grace, false);
        Epoch epoch = new Epoch(task().connector().incarnation(), assignment.run());
        OffsetsEntity.Began began = begin(asking, earlier, epoch);
        takeOver.run();
        EarlierRuns.Resolved before = earlier.resolve(task().number(), epoch, began);
        if (!before.current()) {
            throw superseded();
        }
        return new EntityTransactions(asking, task(), epoch, began.marks().last(), before.marked());
    }

    private OffsetsEntity.Began begin(Asking<OffsetsEntity.Command> asking, EarlierRuns earlier, Epoch epoch) {
        long deadline = System.nanoTime() + settings.askTimeout().toNanos();
        while (true) {
            ConnectorState state = wanted();
            Plan plan = new Plan(task().connector().incarnation(), state.revision());
            List<Long> revisions =
                    state.tasks().stream().map(TaskState::revision).toList();
            if (earlier.settle(plan, revisions)) {
                Answer answer = asking.ask(replyTo ->
                        new OffsetsEntity.Begin(task().number(), epoch, plan, assignment.revision(), replyTo));
                if (answer instanceof OffsetsEntity.Began began) {
                    return began;
                }
                if (!(answer instanceof OffsetsEntity.Outdated)) {
                    throw superseded();
                }
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new ConnectException("The tasks of " + task().connector().name() + " change all the time");
            }
        }
    }

    /** The connector as it is, if this run of the task is still the one it wants. */
    private ConnectorState wanted() {
        io.troupe.cluster.connector.Answer answer = new Asking<>(connector, settings.patience())
                .<io.troupe.cluster.connector.Answer>ask(ConnectorCommand.Observe::new);
        if (answer instanceof Told told
                && told.state()
                        .task(task().number())
                        .filter(task -> task.run() == assignment.run() && task.revision() == assignment.revision())
                        .isPresent()) {
            return told.state();
        }
        throw superseded();
    }

    private ConnectException superseded() {
        return new ConnectException("A later run of task " + task().label() + " has begun elsewhere");
    }

    private TaskId task() {
        return assignment.task();
    }
}
