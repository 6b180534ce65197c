package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions.Batch;
import io.troupe.persistence.offset.Transactions.Run;
import io.troupe.worker.kafka.TransactionFence;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that all is over that runs of earlier plans had open: source partitions change hands with a plan, and
 * nobody may go on with one before it is certain how far it came. Runs that end in good order say so; those that do not
 * within a while are fenced, by one for all.
 */
final class EarlierRuns {

    private static final Logger LOG = LoggerFactory.getLogger(EarlierRuns.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Kafka forgets the offsets of a group without consumers after a week, unless its operator says otherwise. */
    private static final Duration REMEMBERED_FOR_CERTAIN = Duration.ofDays(1);

    private final Asking<OffsetsEntity.Command> offsets;
    private final TransactionFence fence;
    private final Duration grace;
    private final Clock clock;

    /** @param grace for runs to end in good order */
    EarlierRuns(Asking<OffsetsEntity.Command> offsets, TransactionFence fence, Duration grace, Clock clock) {
        this.offsets = offsets;
        this.fence = fence;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * Blocks until they are over.
     *
     * @param revisions of the plan's tasks, at their numbers; none fences all runs there are
     * @return false when the plan is not the latest any more
     * @throws ConnectException when that cannot be made certain
     */
    boolean settle(Plan plan, List<Long> revisions) {
        long begunNanos = System.nanoTime();
        long deadline = begunNanos + grace.plus(offsets.patience().whole()).toNanos();
        while (true) {
            boolean now = System.nanoTime() - begunNanos >= grace.toNanos();
            Answer answer = offsets.ask(replyTo -> new OffsetsEntity.Supersede(plan, revisions, now, replyTo));
            if (answer instanceof OffsetsEntity.Recorded) {
                return true;
            }
            if (answer instanceof OffsetsEntity.Outdated) {
                return false;
            }
            if (now
                    && answer instanceof OffsetsEntity.Unsettled unsettled
                    && !unsettled.runs().isEmpty()) {
                fence(unsettled.runs());
            } else if (System.nanoTime() - deadline >= 0) {
                throw new ConnectException("Earlier tasks could not be fenced in time");
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void fence(Map<Integer, Run> runs) {
        LOG.info("Fencing earlier runs of tasks {}, which did not end in good order", runs.keySet());
        fence.fence(runs.keySet());
        runs.forEach((task, run) -> resolve(task, run.epoch(), run.pending(), true));
    }

    /**
     * Finds out how a transaction ended, of a run that can commit nothing more.
     *
     * @param over whether that run is over, too, or is the one that asks
     * @return false when a later run has begun
     */
    boolean resolve(int task, Epoch epoch, @Nullable Batch pending, boolean over) {
        String mark = pending == null ? null : pending.mark();
        boolean committed = pending != null && committed(task, pending);
        Answer answer = offsets.ask(replyTo -> new OffsetsEntity.Settle(task, epoch, mark, committed, over, replyTo));
        return answer instanceof OffsetsEntity.Recorded;
    }

    private boolean committed(int task, Batch pending) {
        String last = fence.lastCommitted(task);
        if (last == null && pending.at().isBefore(clock.instant().minus(REMEMBERED_FOR_CERTAIN))) {
            LOG.error(
                    "Kafka has forgotten which transaction of task {} was the last; that of {} counts as not committed,"
                            + " its records may be written again",
                    task,
                    pending.at());
        }
        boolean committed = pending.mark().equals(last);
        LOG.info(
                "The transaction of task {} that was prepared at {} was {}",
                task,
                pending.at(),
                committed ? "committed" : "not committed");
        return committed;
    }
}
