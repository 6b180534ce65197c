package io.troupe.persistence.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One connection to the database, which shows whether it answers, and takes what it is given. Used by one thread. */
final class JournalLine implements JournalWatch.Question, AutoCloseable {

    /** About as much as a fact has. */
    private static final int ROW_BYTES = 1000;

    private static final String NOBODY = "troupe/question";
    private static final String WRITE = "INSERT INTO \"troupe_fact\" (\"ordering\", \"deleted\", \"persistence_id\","
            + " \"sequence_number\", \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\") VALUES (?, TRUE, '" + NOBODY + "', ?, '', 0, '', ?, 0, '')";
    private static final String ERASE = "DELETE FROM \"troupe_fact\" WHERE \"persistence_id\" = '" + NOBODY + "'";

    /** Every byte that entities may have to read. */
    private static final List<String> READ = List.of(
            "SELECT \"persistence_id\", \"event_payload\" FROM \"troupe_fact\"",
            "SELECT \"persistence_id\", \"snapshot_payload\" FROM \"troupe_snapshot\"");

    private final JournalSettings settings;
    private final JournalFiles files;
    private final DatabaseLine line;
    private @Nullable Connection opened;
    private @Nullable EmbeddedFile file;

    /** @param patience for an answer, and for a new connection when there was none */
    JournalLine(JournalSettings settings, Duration patience) {
        this.settings = settings;
        this.files = JournalFiles.of(settings);
        this.line = new DatabaseLine(settings, patience);
    }

    /** A line that has been silent is asked anew: it may be old, and the database well. */
    @Override
    public void ask(JournalWatch.Way way) throws SQLException {
        if (way == JournalWatch.Way.LISTEN) {
            listen();
            return;
        }
        if (opened != null) {
            try {
                ask(connection(), way);
                return;
            } catch (SQLException e) {
                close();
            }
        }
        try {
            ask(connection(), way);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private void listen() throws SQLException {
        Connection answering = connection();
        EmbeddedFile embedded = file;
        if (embedded != null) {
            embedded.tidy(answering);
        }
    }

    private Connection connection() throws SQLException {
        Connection answering = line.connection();
        if (answering != opened) {
            answering.setAutoCommit(false);
            opened = answering;
            files.protect(); // whoever was the first to open it, and whether the file is a new one
            file = settings.remote() ? null : EmbeddedFile.of(answering).orElse(null);
        }
        return answering;
    }

    private void ask(Connection asked, JournalWatch.Way way) throws SQLException {
        if (way == JournalWatch.Way.READ_ALL) {
            for (String query : READ) {
                read(asked, query);
            }
        }
        write(asked);
    }

    private static void read(Connection asked, String query) throws SQLException {
        try (Statement statement = asked.createStatement()) {
            statement.setFetchSize(100);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    rows.getBytes(2);
                }
            }
        }
    }

    /**
     * Writes a row where facts are written, and takes it back. H2 touches its file no sooner than at the end of a
     * transaction; PostgreSQL has found the room, and the right, by then.
     */
    private void write(Connection asked) throws SQLException {
        long number = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        try (PreparedStatement write = asked.prepareStatement(WRITE);
                Statement erase = asked.createStatement()) {
            write.setLong(1, -1 - number);
            write.setLong(2, number);
            write.setBytes(3, new byte[ROW_BYTES]);
            write.executeUpdate();
            if (settings.database() == JournalSettings.Database.H2) {
                erase.executeUpdate(ERASE);
                asked.commit();
            } else {
                asked.rollback();
            }
        }
    }

    @Override
    public void close() {
        opened = null;
        file = null;
        line.close();
    }
}
