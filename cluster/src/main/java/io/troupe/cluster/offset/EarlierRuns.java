package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.MarkPosition;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions.Batch;
import io.troupe.worker.kafka.TransactionFence;
import io.troupe.worker.source.UndecidedTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final String connector;
    private final Asking<OffsetsEntity.Command> offsets;
    private final TransactionFence fence;
    private final Duration grace;
    private final boolean accepting;

    /**
     * @param grace for runs to end in good order
     * @param accepting whether somebody changes the offsets by hand, and accepts that it cannot be found out how a
     *     transaction ended: then what was prepared for it is void
     */
    EarlierRuns(
            String connector,
            Asking<OffsetsEntity.Command> offsets,
            TransactionFence fence,
            Duration grace,
            boolean accepting) {
        this.connector = connector;
        this.offsets = offsets;
        this.fence = fence;
        this.grace = grace;
        this.accepting = accepting;
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
                fence(unsettled);
            } else if (System.nanoTime() - deadline >= 0) {
                throw new ConnectException("Earlier tasks could not be fenced in time");
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** What was pending before they were fenced is what they may have committed; later it is refused, or fenced again. */
    private void fence(OffsetsEntity.Unsettled unsettled) {
        LOG.info(
                "Fencing earlier runs of tasks {}, which did not end in good order",
                unsettled.runs().keySet());
        fence.fence(unsettled.runs().keySet());
        Map<Integer, CommittedMark> seen = look(unsettled.runs().keySet(), unsettled.marks());
        unsettled.runs().forEach((task, run) -> settle(task, run.epoch(), run.pending(), seen, true));
    }

    /**
     * Finds out how the last transaction of the run before ended. It can commit nothing more, and prepare nothing.
     *
     * @param epoch of the run that asks
     * @throws UndecidedTransaction when somebody has to decide how it goes on
     */
    Resolved resolve(int task, Epoch epoch, OffsetsEntity.Began began) {
        Map<Integer, CommittedMark> seen = look(Set.of(task), Map.of(task, began.marks()));
        boolean current = settle(task, epoch, began.pending(), seen, false);
        CommittedMark last = seen.get(task);
        boolean marked = last != null && last.number() >= began.marks().last();
        return new Resolved(current, marked);
    }

    /** @param prepared when the transaction in question was; null for none */
    static UndecidedTransaction explained(
            String connector, OffsetsEntity.Undecided undecided, @Nullable Instant prepared) {
        int task = undecided.task();
        return switch (undecided.outcome()) {
            case JOURNAL_BEHIND ->
                UndecidedTransaction.journalBehind(connector, task, undecided.known(), undecided.seen());
            case MARK_LOST -> UndecidedTransaction.markLost(connector, task, prepared);
            default -> UndecidedTransaction.markNotCounted(connector, task, prepared);
        };
    }

    /**
     * @param current false when a later run has begun
     * @param marked whether Kafka has the mark of the task's last transaction
     */
    record Resolved(boolean current, boolean marked) {}

    private boolean settle(
            int task, Epoch epoch, @Nullable Batch pending, Map<Integer, CommittedMark> marks, boolean over) {
        String mark = pending == null ? null : pending.mark();
        CommittedMark seen = marks.get(task);
        Map<Integer, Long> numbers = new HashMap<>();
        marks.forEach((each, last) -> numbers.put(each, last.number()));
        Answer answer = offsets.ask(
                replyTo -> new OffsetsEntity.Settle(task, epoch, mark, seen, numbers, over, accepting, replyTo));
        if (answer instanceof OffsetsEntity.Undecided undecided) {
            throw explained(connector, undecided, pending == null ? null : pending.at());
        }
        if (pending != null) {
            LOG.info(
                    "Of task {} a transaction was open that was prepared at {}; the last one in Kafka is {}, its own {}",
                    task,
                    pending.at(),
                    seen == null ? "none" : seen.mark(),
                    mark);
        }
        return answer instanceof OffsetsEntity.Recorded;
    }

    /** Where the journal says first; the topic may be another one by now. */
    private Map<Integer, CommittedMark> look(Set<Integer> tasks, Map<Integer, Marks> known) {
        MarkPosition from = earliest(tasks, known);
        Map<Integer, CommittedMark> seen = fence.lastCommitted(from);
        return from == null || seen.keySet().containsAll(tasks) ? seen : fence.lastCommitted(null);
    }

    /** Null when it is not known of each, or they are not in one partition. */
    private static @Nullable MarkPosition earliest(Set<Integer> tasks, Map<Integer, Marks> known) {
        MarkPosition earliest = null;
        for (int task : tasks) {
            MarkPosition position = known.getOrDefault(task, Marks.NONE).position();
            if (position == null || (earliest != null && position.partition() != earliest.partition())) {
                return null;
            }
            if (earliest == null || position.offset() < earliest.offset()) {
                earliest = position;
            }
        }
        return earliest;
    }
}
