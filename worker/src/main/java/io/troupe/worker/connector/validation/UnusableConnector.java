package io.troupe.worker.connector.validation;

import org.apache.kafka.connect.errors.ConnectException;

/** A connector that is installed and cannot be asked; the message says why. */
public final class UnusableConnector extends ConnectException {

    private static final long serialVersionUID = 1L;

    UnusableConnector(String message) {
        super(message);
    }
}
