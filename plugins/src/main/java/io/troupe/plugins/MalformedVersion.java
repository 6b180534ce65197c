package io.troupe.plugins;

import org.apache.kafka.connect.errors.ConnectException;

/** A setting that is neither a version nor a range of versions; the message is fit for the person who wrote it. */
public final class MalformedVersion extends ConnectException {

    private static final long serialVersionUID = 1L;

    MalformedVersion(String message, Throwable cause) {
        super(message, cause);
    }
}
