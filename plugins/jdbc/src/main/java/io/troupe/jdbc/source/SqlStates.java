package io.troupe.jdbc.source;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What failures of databases mean, by the codes of the SQL standard and those of some databases. */
final class SqlStates {

    /** In turn of the standard (and H2), PostgreSQL, and of a schema that is gone. */
    private static final Set<String> NO_TABLE = Set.of("42S02", "42S04", "42P01", "3F000", "90079");

    private SqlStates() {}

    static boolean saysTableIsGone(SQLException failure) {
        String state = failure.getSQLState();
        String message = failure.getMessage();
        return (state != null && NO_TABLE.contains(state)) || (message != null && message.contains("no such table"));
    }

    /** Syntax and access: it will be as wrong the next time. */
    static boolean saysQueryIsWrong(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return failure instanceof SQLFeatureNotSupportedException
                || (state != null && state.startsWith("42") && !saysTableIsGone(failure));
    }
}
