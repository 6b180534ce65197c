package io.troupe.worker.errors;

import java.util.concurrent.CompletableFuture;

/** Where records are noted that failed for good. May be called from any thread. */
public interface ErrorReporter extends AutoCloseable {

    /** Completes when the note is safe, and fails when it could not be made. */
    CompletableFuture<?> report(FailedRecord failed);

    /** Ends within a bounded time. */
    @Override
    default void close() {}
}
