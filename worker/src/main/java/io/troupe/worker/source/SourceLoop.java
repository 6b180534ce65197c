package io.troupe.worker.source;

import io.troupe.persistence.TaskId;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Closing;
import io.troupe.worker.LogContext;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.pipeline.SourcePipeline;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Walk 1 on one page: poll, transform and convert, send, and, as the acknowledgements come, commit the offsets. At
 * least once: an offset is recorded only when everything before it is in Kafka.
 */
public final class SourceLoop implements TaskLoop {

    private static final long SETTLE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A paused task has nothing to do; commits have their own clock. */
    private static final Duration PAUSED_TURN = Duration.ofMinutes(1);

    private final TaskId id;
    private final SourceTask task;
    private final PolledTask calls;
    private final Map<String, String> config;
    private final Supplier<Map<String, String>> latestConfig;
    private final SourcePipeline pipeline;
    private final SourceOffsets offsets;
    private final CommitThreads threads;
    private final TaskMetrics metrics;
    private final Duration commitInterval;
    private final Duration commitTimeout;
    private final OffsetLedger ledger = new OffsetLedger();
    private final OffsetCommits commits;
    private final Sends sends;
    private final ClassLoader loader;
    private @Nullable Future<?> periodicCommits;
    private boolean started;
    private boolean paused;
    private volatile boolean abandoned;

    public SourceLoop(
            Assignment assignment,
            WorkerSettings settings,
            SourceTask task,
            SourcePipeline pipeline,
            SourceClients clients,
            TaskMetrics metrics) {
        this.id = assignment.task();
        this.task = task;
        this.calls = new PolledTask(task, metrics);
        this.config = assignment.taskConfig();
        this.latestConfig = clients.latestConfig();
        this.pipeline = pipeline;
        this.offsets = clients.offsets();
        this.threads = clients.threads();
        this.metrics = metrics;
        this.commitInterval = settings.offsetFlushInterval();
        this.commitTimeout = settings.offsetFlushTimeout();
        this.commits = new OffsetCommits(ledger, offsets, commitTimeout, metrics, this::commitPlugin);
        this.sends = new Sends(id, pipeline, clients, ledger, metrics, calls::commitRecord);
        this.loader = task.getClass().getClassLoader();
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void start() {
        task.initialize(new SourceContext(latestConfig, new StoredOffsets(offsets), metrics.ofPlugin(), null));
        task.start(config);
        Runnable commit = LogContext.ofOffsets(id).around(() -> LoaderSwap.run(loader, commits::commit));
        periodicCommits = threads.every(commitInterval, commit);
        started = true;
    }

    /** What was polled is still sent after a pause: contract/behaviours.md, section 3. */
    @Override
    public Duration turn() {
        if (sends.done()) {
            if (paused) {
                return PAUSED_TURN;
            }
            sends.throwIfFailed();
            sends.begin(calls.poll());
        }
        sends.proceed();
        return Duration.ZERO;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    /** A task that was given up committed nothing, even when there was nothing: contract/behaviours.md, section 3. */
    private void commitPlugin() {
        if (!abandoned) {
            calls.commit();
        }
    }

    @Override
    public void stop(End end) {
        stopPeriodicCommits();
        try {
            if (started && !abandoned) {
                settle();
                commits.finish();
            }
        } finally {
            try {
                task.stop();
            } finally {
                Closing.quietly(sends);
                Closing.quietly(pipeline);
                offsets.close();
            }
        }
    }

    /**
     * Waits for acknowledgements that are still out, as long as a commit may take, whatever ends the task: what Kafka
     * has is not polled again.
     */
    private void settle() {
        long deadline = System.nanoTime() + commitTimeout.toNanos();
        while (!ledger.settled() && !abandoned && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(SETTLE_CHECK_NANOS);
        }
    }

    private void stopPeriodicCommits() {
        Future<?> periodic = periodicCommits;
        if (periodic != null) {
            periodic.cancel(false);
        }
    }

    @Override
    public void hurry() {
        pipeline.tolerance().hurry();
    }

    /** The producer is closed elsewhere: it waits for its thread, which a plugin may hold. */
    @Override
    public void abandon() {
        abandoned = true;
        hurry();
        offsets.close();
        threads.execute(sends::abandon);
    }
}
