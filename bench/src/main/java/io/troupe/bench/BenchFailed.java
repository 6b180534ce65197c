package io.troupe.bench;

import org.jspecify.annotations.Nullable;

/** The benchmark cannot go on; the message is for people. */
final class BenchFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    BenchFailed(String message) {
        this(message, null);
    }
}
