package io.troupe.bench;

import org.jspecify.annotations.Nullable;

/** The benchmark cannot go on; the message is for people. */
public final class BenchFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public BenchFailed(String message) {
        this(message, null);
    }
}
