package io.troupe.persistence.journal;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Why the database is of no use now, although the same may well succeed later: what tells it from a database that does
 * not want what it was given.
 *
 * @param reason one line, ending with a full stop
 */
record Outage(Kind kind, String reason) {

    /** The later ones say more: who finds a database closed has not learned why. */
    enum Kind {
        SILENT("does not answer"),
        UNWRITABLE("cannot be written"),
        CORRUPT("is damaged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private static final int DEEPEST = 20;
    /** What the pool says of a connection that it has given up for an earlier failure on it. */
    private static final String GIVEN_UP = "Connection is closed";

    /** H2: in use by another process; the connection, the database is closed, or about to be. */
    private static final Set<String> CLOSED = Set.of("90020", "90067", "90098", "90121");

    /**
     * PostgreSQL: no transaction but a reading one, no right, no room, no memory, a failure of its disk. H2: input and
     * output, no right, read only, no memory.
     */
    private static final Set<String> UNWRITABLE = Set.of(
            "25006", "42501", "53000", "53100", "53200", "58030", "90028", "90031", "90040", "90096", "90097", "90108");

    private static final Set<String> CORRUPT = Set.of("XX001", "XX002", "90030");

    /** Empty when the database is there, and refuses what it was asked. */
    static Optional<Outage> behind(@Nullable Throwable failure) {
        Kind kind = kind(failure, 0);
        return kind == null || failure == null ? Optional.empty() : Optional.of(new Outage(kind, reason(failure)));
    }

    /** The same of who has asked for nothing that could be refused. */
    static Outage of(Throwable failure) {
        return behind(failure).orElseGet(() -> new Outage(Kind.SILENT, reason(failure)));
    }

    /** What people are told. */
    String sentence() {
        return "The database " + kind.words + ": " + reason;
    }

    /** True when this says more than the other one. */
    boolean explains(Outage other) {
        return kind.compareTo(other.kind()) > 0;
    }

    private static @Nullable Kind kind(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > DEEPEST) {
            return null;
        }
        Kind kind = kind(failure.getCause(), depth + 1);
        if (failure instanceof SQLException sql) {
            kind = worse(worse(kind, says(sql)), kind(sql.getNextException(), depth + 1));
        }
        return failure instanceof MVStoreException store ? worse(kind, says(store)) : kind;
    }

    private static @Nullable Kind worse(@Nullable Kind one, @Nullable Kind other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? other : one;
    }

    /**
     * 08: the connection; 57P0: the server ends, has crashed, or starts; 53300: it takes no more connections; 25P03: this
     * worker stood still in a transaction, which the server has rolled back.
     */
    private static @Nullable Kind says(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (CORRUPT.contains(state)) {
            return Kind.CORRUPT;
        }
        if (UNWRITABLE.contains(state)) {
            return Kind.UNWRITABLE;
        }
        return failure instanceof SQLTransientException
                        || failure instanceof SQLNonTransientConnectionException
                        || failure instanceof SQLRecoverableException
                        || CLOSED.contains(state)
                        || state.startsWith("08")
                        || state.startsWith("57P0")
                        || state.equals("53300")
                        || state.equals("25P03")
                        || (state.isEmpty() && GIVEN_UP.equals(failure.getMessage()))
                ? Kind.SILENT
                : null;
    }

    /** What H2's SQL calls a general error is told apart by its store. */
    private static @Nullable Kind says(MVStoreException failure) {
        return switch (failure.getErrorCode()) {
            case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_CHUNK_NOT_FOUND, DataUtils.ERROR_BLOCK_NOT_FOUND ->
                Kind.CORRUPT;
            case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_INTERNAL ->
                Kind.UNWRITABLE;
            case DataUtils.ERROR_CLOSED, DataUtils.ERROR_FILE_LOCKED -> Kind.SILENT;
            default -> null;
        };
    }

    /** The first line of the innermost message: drivers put neither URLs nor passwords there. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < DEEPEST; depth++) {
            cause = cause.getCause();
        }
        String text = Objects.requireNonNullElse(cause.getMessage(), cause.toString())
                .strip()
                .lines()
                .findFirst()
                .orElse("");
        return text.endsWith(".") ? text : text + ".";
    }
}
