package io.troupe.worker.source;

import io.troupe.worker.Concealment;
import io.troupe.worker.Traces;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which the source tasks of a worker commit between their first and last record. Mostly one or two: a
 * commit is short. A plugin that blocks in {@code commit} keeps the one it has, and nobody else from another.
 */
public final class CommitThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitThreads.class);
    private static final int MOST_AT_ONCE = 10_000;
    private static final long IDLE_SECONDS = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemons("commit-clock"));
    private final ThreadPoolExecutor threads;

    public CommitThreads() {
        this(daemons("SourceTaskOffsetCommitter"));
    }

    CommitThreads(ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                0, MOST_AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Runs it again and again; cancel the answer to end that. Two runs may overlap: the commit sees to that. To be called on
     * the task's thread, whose secrets are left out of what is said there, too.
     */
    Future<?> every(Duration interval, Runnable commit) {
        long millis = Math.max(1, interval.toMillis());
        Runnable concealed = Concealment.ofThread().around(commit);
        return clock.scheduleAtFixedRate(() -> run(concealed), millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs it once, soon. Where no thread can be had, want of memory included, that is logged: what is to run again and
     * again stays on the clock.
     */
    void execute(Runnable commit) {
        run(Concealment.ofThread().around(commit));
    }

    private void run(Runnable commit) {
        try {
            threads.execute(commit);
        } catch (RejectedExecutionException e) {
            LOG.warn("{} commits are under way; this one has to wait for its next time", MOST_AT_ONCE);
        } catch (Throwable failure) {
            Traces.log(LOG, "There is no thread for a commit; it has to wait for its next time", failure);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
