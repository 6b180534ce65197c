package io.troupe.cluster.offset;

import io.troupe.cluster.RefusedException;
import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.MarkPosition;
import io.troupe.worker.source.TransactionalOffsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** An exactly-once run's way to the entity that remembers its offsets. */
final class EntityTransactions implements TransactionalOffsets {

    /** Shorter than a transaction may take: see {@code transaction.timeout.ms} of the worker's clients. */
    private static final long PREPARE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(150);

    private final Asking<OffsetsEntity.Command> entity;
    private final TaskId id;
    private final int task;
    private final Epoch epoch;
    /** Unlike that of any other run, also of one with the same epoch that the journal has forgotten. */
    private final String own = Integer.toHexString(ThreadLocalRandom.current().nextInt());

    private final boolean marked;
    private long count;
    private @Nullable String prepared;
    private @Nullable CommittedMark committed;
    private volatile boolean closed;

    /**
     * @param last the highest mark that was ever prepared for the task
     * @param marked as in {@link #marked}
     */
    EntityTransactions(Asking<OffsetsEntity.Command> entity, TaskId id, Epoch epoch, long last, boolean marked) {
        this.entity = entity;
        this.id = id;
        this.task = id.number();
        this.epoch = epoch;
        this.count = last;
        this.marked = marked;
    }

    @Override
    public Map<String, String> read(Collection<String> partitions) {
        Answer answer = entity.ask(replyTo -> new OffsetsEntity.Read(new ArrayList<>(partitions), replyTo));
        return answer instanceof OffsetsEntity.Known known ? known.offsets() : Map.of();
    }

    @Override
    public boolean marked() {
        return marked;
    }

    @Override
    public String prepare(Map<String, @Nullable String> offsets) {
        String after = committed == null ? null : committed.mark();
        String mark = ++count + "-" + own;
        prepared = mark;
        Answer answer = closed ? new OffsetsEntity.Fenced() : ask(mark, after, new HashMap<>(offsets));
        if (answer instanceof OffsetsEntity.Undecided undecided) {
            throw EarlierRuns.explained(id.connector().name(), undecided, null);
        }
        if (closed || !(answer instanceof OffsetsEntity.Recorded)) {
            throw new ConnectException("This run of the task is over, or a later one has begun elsewhere");
        }
        return mark;
    }

    /** A transaction stays open for a while: as long as it does, it waits for a journal that is away. */
    private Answer ask(String mark, @Nullable String after, Map<String, @Nullable String> offsets) {
        long deadline = System.nanoTime() + PREPARE_PATIENCE_NANOS;
        while (true) {
            try {
                return entity.ask(replyTo -> new OffsetsEntity.Prepare(task, epoch, after, mark, offsets, replyTo));
            } catch (ConnectException e) {
                if (e.getCause() instanceof RefusedException
                        || closed
                        || Thread.currentThread().isInterrupted()
                        || System.nanoTime() - deadline >= 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void committed(@Nullable MarkPosition position) {
        String mark = prepared;
        if (mark != null) {
            committed = new CommittedMark(mark, position);
            tell(mark, committed, false);
        }
    }

    /** When it is in doubt whether the last transaction was committed, the next run has to find out. */
    @Override
    public void end() {
        CommittedMark last = committed;
        String mark = last == null ? null : last.mark();
        if (prepared == null || prepared.equals(mark)) {
            tell(mark, last, true);
        }
    }

    private void tell(@Nullable String mark, @Nullable CommittedMark seen, boolean over) {
        entity.<Answer>tell(
                replyTo -> new OffsetsEntity.Settle(task, epoch, mark, seen, Map.of(), over, false, replyTo));
    }

    @Override
    public void close() {
        closed = true;
    }
}
