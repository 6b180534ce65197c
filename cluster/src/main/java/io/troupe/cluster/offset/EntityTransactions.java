package io.troupe.cluster.offset;

import io.troupe.cluster.RefusedException;
import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.offset.Epoch;
import io.troupe.worker.source.TransactionalOffsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** An exactly-once run's way to the entity that remembers its offsets. */
final class EntityTransactions implements TransactionalOffsets {

    /** Shorter than a transaction may take: see {@code transaction.timeout.ms} of the worker's clients. */
    private static final long PREPARE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(150);

    private final Asking<OffsetsEntity.Command> entity;
    private final int task;
    private final Epoch epoch;
    private @Nullable String prepared;
    private @Nullable String committed;
    private volatile boolean closed;

    EntityTransactions(Asking<OffsetsEntity.Command> entity, int task, Epoch epoch) {
        this.entity = entity;
        this.task = task;
        this.epoch = epoch;
    }

    @Override
    public Map<String, String> read(Collection<String> partitions) {
        Answer answer = entity.ask(replyTo -> new OffsetsEntity.Read(new ArrayList<>(partitions), replyTo));
        return answer instanceof OffsetsEntity.Known known ? known.offsets() : Map.of();
    }

    @Override
    public void prepare(String mark, Map<String, @Nullable String> offsets) {
        String after = committed;
        prepared = mark;
        Answer answer = closed ? new OffsetsEntity.Fenced() : ask(mark, after, new HashMap<>(offsets));
        if (closed || !(answer instanceof OffsetsEntity.Recorded)) {
            throw new ConnectException("This run of the task is over, or a later one has begun elsewhere");
        }
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
    public void committed() {
        String mark = prepared;
        committed = mark;
        entity.<Answer>tell(replyTo -> new OffsetsEntity.Settle(task, epoch, mark, true, false, replyTo));
    }

    /** When it is in doubt whether the last transaction was committed, the next run has to find out. */
    @Override
    public void end() {
        String mark = committed;
        if (prepared == null || prepared.equals(mark)) {
            entity.<Answer>tell(replyTo -> new OffsetsEntity.Settle(task, epoch, mark, mark != null, true, replyTo));
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
