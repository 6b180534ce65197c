package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.offset.Epoch;
import io.troupe.worker.source.SourceOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.japi.function.Function;
import org.jspecify.annotations.Nullable;

/** A source task's way to the entity that remembers its offsets. */
public final class EntityOffsets implements SourceOffsets {

    private final EntityRef<OffsetsEntity.Command> entity;
    private final int task;
    private final Epoch epoch;
    private final Duration timeout;
    private volatile boolean closed;

    private EntityOffsets(EntityRef<OffsetsEntity.Command> entity, int task, Epoch epoch, Duration timeout) {
        this.entity = entity;
        this.task = task;
        this.epoch = epoch;
        this.timeout = timeout;
    }

    /** Only reads: what a connector may do. */
    public static SourceOffsets reader(EntityRef<OffsetsEntity.Command> entity, Duration timeout) {
        EntityOffsets offsets = new EntityOffsets(entity, -1, new Epoch(0, 0), timeout);
        offsets.close();
        return offsets;
    }

    /**
     * Fences all earlier runs of the task. Blocks for a bounded time.
     *
     * @throws ConnectException when a later run has begun, or the entity does not answer
     */
    public static SourceOffsets open(EntityRef<OffsetsEntity.Command> entity, TaskId id, long run, Duration timeout) {
        Epoch epoch = new Epoch(id.connector().incarnation(), run);
        EntityOffsets offsets = new EntityOffsets(entity, id.number(), epoch, timeout);
        if (!(offsets.await(replyTo -> new OffsetsEntity.Open(id.number(), epoch, replyTo))
                instanceof OffsetsEntity.Recorded)) {
            throw new ConnectException("A later run of task " + id.label() + " has begun elsewhere");
        }
        return offsets;
    }

    @Override
    public Map<String, String> read(Collection<String> partitions) {
        Answer answer = await(replyTo -> new OffsetsEntity.Read(new ArrayList<>(partitions), replyTo));
        return answer instanceof OffsetsEntity.Known known ? known.offsets() : Map.of();
    }

    @Override
    public CompletionStage<Void> record(Map<String, @Nullable String> offsets) {
        if (closed) {
            return CompletableFuture.failedFuture(new ConnectException("This run of the task is over"));
        }
        return entity.<Answer>ask(replyTo -> new OffsetsEntity.Advance(task, epoch, offsets, replyTo), timeout)
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

    private Answer await(Function<ActorRef<Answer>, OffsetsEntity.Command> ask) {
        try {
            return entity.ask(ask, timeout).toCompletableFuture().get(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException("The source offsets of " + entity.getEntityId() + " cannot be read now", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while reading source offsets", e);
        }
    }
}
