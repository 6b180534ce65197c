package io.troupe.node;

import org.jspecify.annotations.Nullable;

/** A command cannot go on for a reason that its user can act on: one line, and the exit status. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int BROKEN = 1;
    static final int REFUSED_CONNECTOR = 3;

    private final int status;

    CommandFailed(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    CommandFailed(String message) {
        this(BROKEN, message, null);
    }

    int status() {
        return status;
    }

    /** What to print about any failure: never empty, and always one line. */
    static String lineOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
