package io.troupe.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * The file of an embedded database, as small as can be. H2 writes some 9 KB for each transaction, a chunk of its own
 * with every page that was touched, in blocks of 4,096 bytes. Where it may put chunks into space that has become free, a process that is killed
 * was seen to lose its last commits: what it finds again is not always the latest. So new chunks go to the end of the
 * file, where they are always found; and when that has become much longer than it has to be, what is live is moved
 * together while commits wait, and the rest is cut off. Killed in the middle of that, nothing was ever lost.
 */
final class EmbeddedFile {

    /** Below this it is not worth anything. */
    static final long SMALL_BYTES = 8L << 20;
    /** It may grow to this many times of what it was after the last time. */
    private static final int GROWTH = 3;

    private static final int MOST_ROUNDS = 6;
    private static final Duration MOST_TIME = Duration.ofMillis(500);
    /** In percent; chunks that are as full as that stay as they are. */
    private static final int FULL = 95;

    private static final int REWRITTEN_BYTES = 16 << 20;

    private final MVStore store;
    private final RandomAccessStore file;
    private final EmbeddedDriver.Turn turn;
    private long worthwhileBytes = SMALL_BYTES;

    private EmbeddedFile(MVStore store, RandomAccessStore file, EmbeddedDriver.Turn turn) {
        this.store = store;
        this.file = file;
        this.turn = turn;
    }

    /** Empty for a database that is a server, in memory, or read only. From here on, chunks go to the end of the file. */
    static Optional<EmbeddedFile> of(Connection connection) throws SQLException {
        if (connection.isWrapperFor(JdbcConnection.class)
                && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
            MVStore store = session.getDatabase().getStore().getMvStore();
            if (store.getFileStore() instanceof RandomAccessStore file && !file.isReadOnly()) {
                store.setReuseSpace(false);
                return Optional.of(new EmbeddedFile(store, file, EmbeddedDriver.turn(session.getDatabase())));
            }
        }
        return Optional.empty();
    }

    /**
     * Makes the file smaller when that is worthwhile. A part of it can stay in use as H2 sees it, until it is closed: when
     * it has become far too long, that is what happens. Whoever writes meanwhile finds the database closed, and tries
     * again.
     *
     * @param connection ends when the database does
     */
    void tidy(Connection connection) throws SQLException {
        if (file.size() < worthwhileBytes) {
            return;
        }
        long before = file.size();
        turn.take();
        try {
            store.executeFilestoreOperation(this::moveTogether);
        } finally {
            turn.give();
        }
        boolean stuck = file.size() > before / 2;
        if (stuck && before > GROWTH * worthwhileBytes) {
            close(connection);
        } else if (!stuck) {
            worthwhileBytes = Math.max(SMALL_BYTES, GROWTH * file.size());
        }
    }

    /** Writes all that is live into a new file, which takes the place of the old one; the database is closed then. */
    static void close(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        }
    }

    private void moveTogether() {
        int retention = store.getRetentionTime();
        long begun = System.nanoTime();
        store.setRetentionTime(0);
        store.setReuseSpace(true);
        try {
            boolean more = true;
            for (int round = 0; more && round < MOST_ROUNDS; round++) {
                more = store.compact(FULL, REWRITTEN_BYTES) && System.nanoTime() - begun < MOST_TIME.toNanos();
                store.commit();
                file.dropUnusedChunks();
                file.compactMoveChunks(100, Long.MAX_VALUE, store);
            }
        } finally {
            store.setReuseSpace(false);
            store.setRetentionTime(retention);
        }
    }
}
