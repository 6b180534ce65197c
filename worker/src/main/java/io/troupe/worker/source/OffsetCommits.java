package io.troupe.worker.source;

import io.troupe.persistence.offset.OffsetJson;
import io.troupe.worker.Traces;
import io.troupe.worker.metrics.TaskMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes committable offsets from the ledger to where they are remembered, one commit at a time, and tells the plugin
 * once they are safe. What could not be recorded in time goes with the next commit.
 *
 * <p>Blocks the thread it is called on, which is not the task's: that one may be held by a {@code poll} for as long as
 * the plugin likes. Only the last commit is the task's own.
 */
final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private final OffsetLedger ledger;
    private final SourceOffsets store;
    private final Duration timeout;
    private final TaskMetrics metrics;
    private final Runnable onRecorded;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Map<String, @Nullable String> unrecorded = new HashMap<>();

    /** @param onRecorded tells the plugin, also when there was nothing to record */
    OffsetCommits(
            OffsetLedger ledger, SourceOffsets store, Duration timeout, TaskMetrics metrics, Runnable onRecorded) {
        this.ledger = ledger;
        this.store = store;
        this.timeout = timeout;
        this.metrics = metrics;
        this.onRecorded = onRecorded;
    }

    /**
     * Commits unless a commit is under way; one is until the plugin has taken note. Whatever fails, want of memory
     * included, is logged, and the next commit tries again: contract/behaviours.md, section 5.
     */
    void commit() {
        if (oneAtATime.tryLock()) {
            metrics.vitals().commitBegan();
            try {
                commitNow();
            } catch (Throwable failure) {
                metrics.commitFailed(0);
                Traces.log(LOG, "A commit failed; the task goes on", failure);
            } finally {
                metrics.vitals().commitEnded();
                oneAtATime.unlock();
            }
        }
    }

    /** The last commit: waits for one that is under way, as long as a commit may take. */
    void finish() {
        try {
            if (oneAtATime.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                oneAtATime.unlock();
                commit();
            } else {
                LOG.warn("A commit is still under way; the last offsets are not committed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commitNow() {
        long begunNanos = System.nanoTime();
        boolean complete = gather(ledger.drain());
        boolean recorded = record() && complete;
        long nanos = System.nanoTime() - begunNanos;
        if (recorded) {
            metrics.commitSucceeded(nanos);
            onRecorded.run();
        } else {
            metrics.commitFailed(nanos);
        }
    }

    /**
     * A record without a source partition comes from nowhere that one could go back to: nothing is to be recorded.
     *
     * @return false when a plugin's partition or offset cannot be recorded at all
     */
    private boolean gather(Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> committable) {
        boolean complete = true;
        for (Map.Entry<@Nullable Map<String, ?>, @Nullable Map<String, ?>> each : committable.entrySet()) {
            Map<String, ?> partition = each.getKey();
            Map<String, ?> offset = each.getValue();
            if (partition != null) {
                try {
                    unrecorded.put(OffsetJson.write(partition), offset == null ? null : OffsetJson.write(offset));
                } catch (RuntimeException e) {
                    LOG.error("A source offset cannot be committed and is left out: {}", e.getMessage());
                    complete = false;
                }
            }
        }
        return complete;
    }

    private boolean record() {
        if (unrecorded.isEmpty()) {
            return true;
        }
        try {
            store.record(new HashMap<>(unrecorded))
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            unrecorded.clear();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("Offsets could not be committed within {} ms; they go with the next commit", timeout.toMillis());
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("Offsets could not be committed; they go with the next commit: {}", e.toString());
        }
        return false;
    }
}
