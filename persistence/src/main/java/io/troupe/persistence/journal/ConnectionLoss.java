package io.troupe.persistence.journal;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from one that does not want what it was given. */
final class ConnectionLoss {

    private static final int DEEPEST = 20;
    /** What the pool says of a connection that it has given up for an earlier failure on it. */
    private static final String GIVEN_UP = "Connection is closed";

    private ConnectionLoss() {}

    /** True when the same may well succeed once the database is back. */
    static boolean behind(@Nullable Throwable failure) {
        return found(failure, 0);
    }

    private static boolean found(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > DEEPEST) {
            return false;
        }
        if (failure instanceof SQLException sql && (says(sql) || found(sql.getNextException(), depth + 1))) {
            return true;
        }
        return found(failure.getCause(), depth + 1);
    }

    /**
     * 08: the connection; 57P0: the server ends, has crashed, or starts; 53300: it takes no more connections; 25P03: this
     * worker stood still in a transaction, which the server has rolled back.
     */
    private static boolean says(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return failure instanceof SQLTransientException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.startsWith("57P0")
                || state.equals("53300")
                || state.equals("25P03")
                || (state.isEmpty() && GIVEN_UP.equals(failure.getMessage()));
    }
}
