package io.troupe.worker.offset;

/** The request itself is wrong; the message says what, in the contract's words. */
public final class InvalidOffsets extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidOffsets(String message) {
        super(message);
    }
}
