package io.troupe.worker.source;

import org.apache.kafka.connect.errors.ConnectException;

/**
 * It cannot be found out how an earlier transaction ended, or how far a task had come: whatever it did now could write
 * records again. Somebody has to decide; the message says how.
 */
public final class UndecidedTransaction extends ConnectException {

    private static final long serialVersionUID = 1;

    public UndecidedTransaction(String message) {
        super(message);
    }
}
