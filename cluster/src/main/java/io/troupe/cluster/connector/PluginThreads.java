package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Threads on which plugins are asked for the sake of a request: one that blocks costs one of them and, with all its
 * requests together, never so many that none is left for others. Who waits is told after some time, and the thread is
 * interrupted then.
 */
final class PluginThreads implements AutoCloseable {

    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_OF_ONE_PLUGIN = 16;
    private static final long IDLE_SECONDS = 10;

    private final Duration timeout;
    private final ConcurrentHashMap<String, Integer> busy = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "troupe-validation");
                thread.setDaemon(true);
                return thread;
            });

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
        if (busy.merge(plugin, 1, Integer::sum) > MOST_OF_ONE_PLUGIN) {
            leave(plugin);
            return refused(MOST_OF_ONE_PLUGIN + " requests are waiting for the plugin " + plugin);
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable work = context.apply(() -> complete(answer, call));
        Future<?> running;
        try {
            running = threads.submit(() -> {
                try {
                    work.run();
                } finally {
                    leave(plugin);
                }
            });
        } catch (RejectedExecutionException e) {
            leave(plugin);
            return refused(MOST_AT_ONCE + " requests are waiting for plugins");
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            if (!(failure instanceof TimeoutException) || !running.cancel(true)) {
                throw new CompletionException(failure);
            }
            throw new CompletionException(new PluginTimeout("Request timed out. The plugin " + plugin
                    + " has been asked for its settings and did not answer within " + timeout.toSeconds() + " s."));
        });
    }

    private static <T> void complete(CompletableFuture<T> answer, Supplier<T> call) {
        try {
            answer.complete(call.get());
        } catch (Throwable anything) { // a plugin may throw errors, too; who asked has to know
            answer.completeExceptionally(anything);
        }
    }

    private void leave(String plugin) {
        busy.computeIfPresent(plugin, (name, count) -> count == 1 ? null : count - 1);
    }

    private static <T> CompletionStage<T> refused(String why) {
        return CompletableFuture.failedFuture(
                new Refusal(Reason.TIMED_OUT, why + " and none has been answered; try again later").asException());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
