package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPasswordTest {

    private static final String SERVED = ";AUTO_SERVER=TRUE;DB_CLOSE_ON_EXIT=TRUE";

    private final String url;
    private final Path file;

    OwnPasswordTest(@TempDir Path folder) {
        url = "jdbc:h2:file:" + folder.resolve("troupe");
        file = folder.resolve("troupe.password");
    }

    private JournalSettings settings(String parameters) {
        return new JournalSettings(url + parameters, "", "");
    }

    private static void assertRefused(JournalSettings settings) {
        assertThatThrownBy(() -> DriverManager.getConnection(settings.url(), settings.user(), ""))
                .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                        .isEqualTo("28000"));
    }

    @Test
    void whatIsServedToOthersHasOneThatIsKeptBesideIt() throws Exception {
        JournalSettings own = OwnPassword.with(settings(SERVED));
        JournalSchema.migrate(own);

        assertRefused(settings(SERVED));
        assertThat(Files.readString(file)).isEqualTo(own.password() + "\n").hasSize(65);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(OwnPassword.with(settings(SERVED))).isEqualTo(own);
    }

    @Test
    void whatWasThereWithoutOneOpensAndHasItFromThenOn() throws Exception {
        JournalSchema.migrate(settings(""));
        String id = id(settings(""));

        JournalSettings own = OwnPassword.with(settings(SERVED));
        JournalSchema.migrate(own);

        assertThat(id(own)).isEqualTo(id);
        assertRefused(settings(SERVED));
    }

    @Test
    void itStaysWhenTheDatabaseIsNotServedAnyMore() throws Exception {
        JournalSettings own = OwnPassword.with(settings(SERVED));
        JournalSchema.migrate(own);
        String id = id(own);

        JournalSettings alone = OwnPassword.with(settings(""));

        assertThat(alone.password()).isEqualTo(own.password());
        assertThat(id(alone)).isEqualTo(id);
    }

    @Test
    void whatIsNotServedNeedsNone() {
        assertThat(OwnPassword.with(settings("")).password()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void oneThatItsUserGaveIsLeftAlone() {
        JournalSettings given = new JournalSettings(url + SERVED, "ann", "her own");

        assertThat(OwnPassword.with(given)).isSameAs(given);
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherOnesIsRefusedWithTheCure() throws Exception {
        JournalSchema.migrate(OwnPassword.with(settings(SERVED)));
        Files.writeString(file, "of another one\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> OwnPassword.with(settings(SERVED)))
                .withMessageContaining(file.toString())
                .withMessageContaining("troupe.database.password")
                .withMessageNotContaining("of another one");
    }

    private static String id(JournalSettings settings) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT \"id\" FROM \"troupe_journal\"")) {
            row.next();
            return row.getString(1);
        }
    }
}
