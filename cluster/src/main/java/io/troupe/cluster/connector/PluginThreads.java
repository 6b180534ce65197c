package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Threads on which plugins are asked for the sake of a request. Each plugin has some seats and a line of its own: one
 * that blocks keeps those waiting who want something of it, and nobody else. Who waits too long is told, and the thread
 * is interrupted then; one that does not mind keeps its seat.
 */
final class PluginThreads implements AutoCloseable {

    private static final int SEATS = 32;
    private static final int MOST_IN_LINE = 1_000;
    private static final int MOST_THREADS = 256;

    /** Whoever has a seat takes the next one of the line after it. Guarded by the map that it is in. */
    private static final class Line {
        private final Queue<FutureTask<?>> waiting = new ArrayDeque<>();
        private int taken;
    }

    private final Duration timeout;
    private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = PluginPool.of("troupe-validation", MOST_THREADS);

    PluginThreads(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Fails with what the call throws, with a refusal when there are too many calls, and with {@link PluginTimeout}.
     *
     * @param plugin as the request names it
     * @param context what the thread's log is about
     */
    <T> CompletionStage<T> ask(String plugin, UnaryOperator<Runnable> context, Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        FutureTask<?> task = new FutureTask<>(context.apply(() -> complete(answer, call)), null);
        try {
            lines.compute(plugin, (name, line) -> admit(name, line == null ? new Line() : line, task));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new Refusal(Reason.TIMED_OUT, "Too many requests are waiting for plugins; try again later")
                            .asException());
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            if (!(failure instanceof TimeoutException) || !task.cancel(true)) {
                throw new CompletionException(failure);
            }
            throw new CompletionException(new PluginTimeout("Request timed out. The plugin " + plugin
                    + " has been asked for its settings and did not answer within " + timeout.toSeconds() + " s."));
        });
    }

    private Line admit(String plugin, Line line, FutureTask<?> task) {
        if (line.taken < SEATS) {
            threads.execute(() -> serve(plugin, task));
            line.taken++;
        } else if (line.waiting.size() < MOST_IN_LINE) {
            line.waiting.add(task);
        } else {
            throw new RejectedExecutionException();
        }
        return line;
    }

    private void serve(String plugin, FutureTask<?> first) {
        for (FutureTask<?> task = first; task != null; task = next(plugin)) {
            task.run(); // nothing, when it waited too long
        }
    }

    /** Null when nobody waits: then the seat is free. */
    private @Nullable FutureTask<?> next(String plugin) {
        Queue<FutureTask<?>> next = new ArrayDeque<>(1);
        lines.computeIfPresent(plugin, (name, line) -> {
            FutureTask<?> waiting = line.waiting.poll();
            if (waiting != null) {
                next.add(waiting);
                return line;
            }
            line.taken--;
            return line.taken == 0 ? null : line;
        });
        return next.poll();
    }

    private static <T> void complete(CompletableFuture<T> answer, Supplier<T> call) {
        try {
            answer.complete(call.get());
        } catch (Throwable anything) { // a plugin may throw errors, too; who asked has to know
            answer.completeExceptionally(anything);
        } finally {
            Thread.interrupted(); // meant for this call, not for the next one on this thread
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
