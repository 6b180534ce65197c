package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.offset.WholeOffsets;
import io.troupe.worker.Concealment;
import io.troupe.worker.LogContext;
import io.troupe.worker.Traces;
import io.troupe.worker.kafka.SinkGroup;
import io.troupe.worker.offset.ConnectorOffsets;
import io.troupe.worker.offset.InvalidOffsets;
import io.troupe.worker.offset.OffsetsRequest;
import io.troupe.worker.offset.PartitionOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and changes offsets on threads of their own: a plugin that blocks in {@code alterOffsets} costs one of them,
 * and a bounded number can, without holding up those who only read. Finds the groups that keep the offsets of sinks,
 * too: config providers may take their time.
 */
public final class OffsetThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetThreads.class);
    private static final int MOST_AT_ONCE = 64;

    /** Of one connector, whose configuration is as the user wrote it; empty for a source. */
    @FunctionalInterface
    public interface Groups {
        Optional<SinkGroup> of(String connector, Map<String, String> config);
    }

    private static final int MOST_LOOKING = 4;
    /** As when very many connectors are deleted at once. */
    private static final int MOST_WAITING = 10_000;

    private final ConnectorOffsets offsets;
    private final Groups groups;
    private final ThreadPoolExecutor reading = PluginPool.of("troupe-offset-reading", MOST_AT_ONCE);
    private final ThreadPoolExecutor changing = PluginPool.of("troupe-offset-changing", MOST_AT_ONCE);

    private final ThreadPoolExecutor looking = PluginPool.ofPatient("troupe-sink-groups", MOST_LOOKING, MOST_WAITING);

    public OffsetThreads(ConnectorOffsets offsets) {
        this(offsets, offsets::group);
    }

    public OffsetThreads(ConnectorOffsets offsets, Groups groups) {
        this.offsets = offsets;
        this.groups = groups;
    }

    /** For what is asked of groups. */
    Executor ofGroups() {
        return looking;
    }

    /** Fails as {@link ConnectorOffsets#group} does, and when too many are asked for at once. */
    CompletionStage<Optional<SinkGroup>> group(String connector, Map<String, String> config) {
        CompletableFuture<Optional<SinkGroup>> found = new CompletableFuture<>();
        Runnable task = LogContext.ofConnector(connector, "offsets").around(() -> {
            try {
                found.complete(groups.of(connector, config));
            } catch (RuntimeException | LinkageError e) {
                found.completeExceptionally(e);
            }
        });
        try {
            looking.execute(task);
        } catch (RejectedExecutionException e) {
            found.completeExceptionally(e);
        }
        return found;
    }

    CompletionStage<List<PartitionOffset>> read(String connector, Map<String, String> config, WholeOffsets remembered) {
        return run(reading, connector, () -> offsets.read(connector, config, remembered));
    }

    /** Answers as {@link ConnectorOffsets#change} does; every failure is a refusal. */
    CompletionStage<Boolean> change(
            String connector,
            Map<String, String> config,
            OffsetsRequest request,
            WholeOffsets remembered,
            BooleanSupplier wanted) {
        return run(changing, connector, () -> offsets.change(connector, config, request, remembered, wanted));
    }

    private static <T> CompletionStage<T> run(ThreadPoolExecutor threads, String connector, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = LogContext.ofConnector(connector, "offsets").around(() -> complete(done, work));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new Refusal(
                            Reason.TIMED_OUT,
                            MOST_AT_ONCE + " requests for offsets are under way and none has ended; try again later")
                    .asException());
        }
        return done;
    }

    private static <T> void complete(CompletableFuture<T> done, Supplier<T> work) {
        try {
            done.complete(work.get());
        } catch (InvalidOffsets e) {
            done.completeExceptionally(refusal(Reason.INVALID, e));
        } catch (RuntimeException | LinkageError e) {
            Traces.log(LOG, "A request for offsets failed", e);
            done.completeExceptionally(refusal(Reason.FAILED, e));
        } finally {
            Concealment.NONE.enter(); // the next request on this thread has other secrets
        }
    }

    private static RuntimeException refusal(Reason reason, Throwable cause) {
        String message = cause.getMessage();
        return new Refusal(reason, Concealment.ofThread().of(message == null ? cause.toString() : message))
                .asException();
    }

    @Override
    public void close() {
        reading.shutdownNow();
        changing.shutdownNow();
        looking.shutdownNow();
    }
}
