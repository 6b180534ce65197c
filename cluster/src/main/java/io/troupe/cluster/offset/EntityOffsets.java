package io.troupe.cluster.offset;

import io.troupe.cluster.Patience;
import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.offset.Epoch;
import io.troupe.worker.source.SourceOffsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/** A source task's way to the entity that remembers its offsets. */
public final class EntityOffsets implements SourceOffsets {

    private final Asking<OffsetsEntity.Command> entity;
    private final int task;
    private final Epoch epoch;
    private final AtomicLong recorded = new AtomicLong();
    private volatile boolean closed;

    private EntityOffsets(Asking<OffsetsEntity.Command> entity, int task, Epoch epoch) {
        this.entity = entity;
        this.task = task;
        this.epoch = epoch;
    }

    /** Only reads: what a connector may do. */
    public static SourceOffsets reader(EntityRef<OffsetsEntity.Command> entity, Patience patience) {
        EntityOffsets offsets = new EntityOffsets(new Asking<>(entity, patience), -1, new Epoch(0, 0));
        offsets.close();
        return offsets;
    }

    /**
     * Fences all earlier runs of the task. Blocks for a bounded time.
     *
     * @throws ConnectException when a later run has begun, or the entity does not answer
     */
    public static SourceOffsets open(EntityRef<OffsetsEntity.Command> entity, TaskId id, long run, Patience patience) {
        Epoch epoch = new Epoch(id.connector().incarnation(), run);
        Asking<OffsetsEntity.Command> asking = new Asking<>(entity, patience);
        if (!(asking.<Answer>ask(replyTo -> new OffsetsEntity.Open(id.number(), epoch, replyTo))
                instanceof OffsetsEntity.Recorded)) {
            throw new ConnectException("A later run of task " + id.label() + " has begun elsewhere");
        }
        return new EntityOffsets(asking, id.number(), epoch);
    }

    @Override
    public Map<String, String> read(Collection<String> partitions) {
        Answer answer = entity.ask(replyTo -> new OffsetsEntity.Read(new ArrayList<>(partitions), replyTo));
        return answer instanceof OffsetsEntity.Known known ? known.offsets() : Map.of();
    }

    @Override
    public CompletionStage<Void> record(Map<String, @Nullable String> offsets) {
        if (closed) {
            return CompletableFuture.failedFuture(new ConnectException("This run of the task is over"));
        }
        List<Map<String, @Nullable String>> pages = OffsetPages.of(offsets);
        // Numbered at once: a page of a commit that was given up is not to be taken for later than the next commit.
        long before = recorded.getAndAdd(pages.size());
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (int page = 0; page < pages.size(); page++) {
            long number = before + page + 1;
            Map<String, @Nullable String> changes = pages.get(page);
            done = done.thenCompose(recorded -> advance(number, changes));
        }
        return done;
    }

    private CompletionStage<Void> advance(long number, Map<String, @Nullable String> changes) {
        return entity.<Answer>begin(replyTo -> new OffsetsEntity.Advance(task, epoch, number, changes, replyTo))
                .thenAccept(answer -> {
                    if (answer instanceof OffsetsEntity.Fenced) {
                        throw new ConnectException("A later run of this task has begun elsewhere");
                    }
                });
    }

    @Override
    public void close() {
        closed = true;
    }
}
