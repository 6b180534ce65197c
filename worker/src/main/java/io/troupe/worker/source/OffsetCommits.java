package io.troupe.worker.source;

import io.troupe.persistence.offset.OffsetJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes committable offsets from the ledger to where they are remembered, one commit at a time, and tells the plugin
 * once they are safe. What could not be recorded in time goes with the next commit.
 */
final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private record Commit(Map<String, @Nullable String> offsets, CompletableFuture<Void> recorded, long deadlineNanos) {

        boolean late() {
            return System.nanoTime() - deadlineNanos > 0;
        }
    }

    private final OffsetLedger ledger;
    private final SourceOffsets store;
    private final Duration timeout;
    private final Runnable onRecorded;
    private Map<String, @Nullable String> unrecorded = new HashMap<>();
    private @Nullable Commit current;

    /** @param onRecorded runs on the thread that calls {@link #progress}, also when there was nothing to record */
    OffsetCommits(OffsetLedger ledger, SourceOffsets store, Duration timeout, Runnable onRecorded) {
        this.ledger = ledger;
        this.store = store;
        this.timeout = timeout;
        this.onRecorded = onRecorded;
    }

    /** Begins a commit unless one is under way. */
    void begin() {
        progress();
        if (current == null) {
            ledger.drain().forEach(this::gather);
            Map<String, @Nullable String> due = unrecorded;
            unrecorded = new HashMap<>();
            CompletableFuture<Void> recorded = due.isEmpty() ? CompletableFuture.completedFuture(null) : record(due);
            current = new Commit(due, recorded, System.nanoTime() + timeout.toNanos());
            progress();
        }
    }

    /** A record without a source partition comes from nowhere that one could go back to: nothing is to be recorded. */
    private void gather(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (partition != null) {
            unrecorded.put(OffsetJson.write(partition), offset == null ? null : OffsetJson.write(offset));
        }
    }

    private CompletableFuture<Void> record(Map<String, @Nullable String> due) {
        try {
            return store.record(due).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends the commit under way if it is done, or too late. */
    void progress() {
        Commit commit = current;
        if (commit == null || !(commit.recorded().isDone() || commit.late())) {
            return;
        }
        current = null;
        if (commit.recorded().isDone() && !commit.recorded().isCompletedExceptionally()) {
            onRecorded.run();
        } else {
            LOG.warn("Offsets could not be committed within {} ms; they go with the next commit", timeout.toMillis());
            unrecorded = new HashMap<>(commit.offsets());
        }
    }

    /** The last commit: waits for one that is under way, then for its own. */
    void finish() {
        await();
        begin();
        await();
    }

    private void await() {
        Commit commit = current;
        if (commit == null) {
            return;
        }
        try {
            commit.recorded().get(Math.max(0, commit.deadlineNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Offsets could not be committed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        current = commit.recorded().isDone()
                ? commit
                : new Commit(commit.offsets(), commit.recorded(), System.nanoTime() - 1);
        progress();
    }
}
