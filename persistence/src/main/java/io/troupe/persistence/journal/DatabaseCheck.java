package io.troupe.persistence.journal;

import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a worker makes sure of before it begins to work with a database; it ends with one sentence otherwise. */
final class DatabaseCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String FILE = "jdbc:h2:file:";
    private static final String READ_ONLY = ";ACCESS_MODE_DATA=r";
    /** Of these there can be only one, or not together with the above. */
    private static final List<String> OTHER_WAYS = List.of(";ACCESS_MODE_DATA=", ";AUTO_SERVER=", ";INIT=");

    private static final String TABLES =
            "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'" + " FETCH FIRST ROW ONLY";
    private static final String SESSIONS = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS";
    /** More than a process leaves that was killed before it had made its tables. */
    private static final long LEAST_BYTES = 40 * 1024;
    /** What H2 says when it would have to begin a database in a file that it may only read. */
    private static final String READ_ONLY_STATE = "90097";

    private final JournalSettings settings;

    DatabaseCheck(JournalSettings settings) {
        this.settings = settings;
    }

    /**
     * H2 takes a file without a byte for a new database, and one in which it finds nothing valid as well: whoever had a
     * journal would begin with nothing, and without a word. So it is looked at first, without a change.
     */
    void present() {
        notEmpty();
        File file = file().filter(File::exists).orElse(null);
        if (file == null) {
            return;
        }
        String options = settings.url().toUpperCase(Locale.ROOT);
        if (file.length() >= LEAST_BYTES && OTHER_WAYS.stream().noneMatch(options::contains)) {
            look();
        }
    }

    void notEmpty() {
        file().filter(file -> file.exists() && file.length() == 0).ifPresent(file -> {
            throw new IllegalStateException(
                    "The database " + settings.withoutParameters() + " cannot be used: its file " + file
                            + " is empty. Restore it from a backup, or remove it to begin with an empty journal.");
        });
    }

    private void look() {
        try (Connection connection =
                        DriverManager.getConnection(settings.url() + READ_ONLY, settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(TABLES)) {
            if (!tables.next()) {
                throw unusable(nothing());
            }
        } catch (SQLException e) {
            throw unusable(READ_ONLY_STATE.equals(e.getSQLState()) ? nothing() : e);
        }
    }

    private static SQLException nothing() {
        return new SQLException("Nothing is left in it.", "90030");
    }

    /**
     * A file that has grown long before the last end of the process begins as short as it can be; unless another worker of
     * this process works with it.
     */
    void tidy() {
        if (file().filter(file -> file.length() > EmbeddedFile.SMALL_BYTES).isEmpty()) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet sessions = statement.executeQuery(SESSIONS)) {
            sessions.next();
            if (sessions.getInt(1) == 1) {
                EmbeddedFile.close(connection);
            }
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Writes a row, and takes it back. */
    void writable() {
        try (JournalLine line = new JournalLine(settings, PATIENCE)) {
            line.ask(JournalWatch.Way.WRITE);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    IllegalStateException unusable(Throwable failure) {
        Outage outage = Outage.behind(failure).orElse(null);
        String cure = outage == null || outage.kind() == Outage.Kind.SILENT
                ? "Check troupe.database.url, troupe.database.user and troupe.database.password."
                : outage.kind() == Outage.Kind.UNWRITABLE ? unwritable() : corrupt();
        return new IllegalStateException(
                "The database " + settings.withoutParameters() + " cannot be used: " + Outage.reason(failure) + " "
                        + cure,
                failure);
    }

    private String unwritable() {
        return "It has to be written, too: check troupe.database.url, that there is room on its disk, that it is not a"
                + " standby or set to read only, and that troupe.database.user may write.";
    }

    private String corrupt() {
        return file().map(
                        file -> "Its file " + file + " is damaged, and was left as it is. Restore it from a backup; or"
                                + " set it aside, and see what can still be read with the tool that comes with H2: java -cp"
                                + " lib/h2-*.jar org.h2.tools.Recover -dir " + file.getParent() + " -db "
                                + file.getName().replace(".mv.db", ""))
                .orElse("It is damaged. Restore it from a backup.");
    }

    /** Where an embedded database is, if it is in a file. */
    private Optional<File> file() {
        String path = settings.withoutParameters();
        return path.startsWith(FILE)
                ? Optional.of(new File(path.substring(FILE.length()) + ".mv.db").getAbsoluteFile())
                : Optional.empty();
    }
}
