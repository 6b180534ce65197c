package io.troupe.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One idle connection to the database, which shows whether it answers. Used by one thread. */
final class DatabaseLine implements AutoCloseable {

    private final JournalSettings settings;
    private final int patienceSeconds;
    private @Nullable Connection connection;

    /** @param patience for an answer, and for a new connection when there was none */
    DatabaseLine(JournalSettings settings, Duration patience) {
        this.settings = settings;
        this.patienceSeconds = Math.toIntExact(patience.toSeconds());
    }

    /**
     * The line, which has just answered. It stays this object's: nobody else closes it.
     *
     * @throws SQLException when the database does not answer: neither on the line nor on a new one
     */
    Connection connection() throws SQLException {
        Connection known = connection;
        if (known != null && known.isValid(patienceSeconds)) {
            return known;
        }
        close();
        Connection made = settings.connect(properties());
        connection = made;
        return made;
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (settings.database() == JournalSettings.Database.POSTGRESQL) {
            String seconds = Integer.toString(patienceSeconds);
            properties.setProperty("connectTimeout", seconds);
            properties.setProperty("socketTimeout", seconds);
            properties.setProperty("loginTimeout", seconds);
        }
        return properties;
    }

    @Override
    public void close() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                // It was of no use any more.
            }
        }
    }
}
