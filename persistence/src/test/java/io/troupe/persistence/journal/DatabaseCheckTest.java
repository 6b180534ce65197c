package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that cannot work with its database says so when it starts, and leaves it as it is. */
class DatabaseCheckTest {

    private final Path file;
    private final String url;

    DatabaseCheckTest(@TempDir Path folder) {
        file = folder.resolve("troupe.mv.db");
        url = "jdbc:h2:file:" + folder.resolve("troupe");
    }

    private void assertRefused(String parameters, String... texts) {
        assertThatIllegalStateException()
                .isThrownBy(() -> JournalSchema.migrate(new JournalSettings(url + parameters, "", "")))
                .withMessageStartingWith("The database " + url + " cannot be used: ")
                .withMessageNotContaining("\n")
                .satisfies(refused -> assertThat(refused.getMessage()).contains(texts));
    }

    @Test
    void aDatabaseThatCanOnlyBeReadIsRefused() {
        JournalSchema.migrate(new JournalSettings(url, "", ""));

        assertRefused(";ACCESS_MODE_DATA=r", "read", "It has to be written, too");
    }

    @Test
    void anEmptyFileIsNotTakenForAnEmptyJournal() throws Exception {
        Files.createFile(file);

        assertRefused("", "is empty", file.toString());
        assertThat(file).isEmptyFile();
    }

    @Test
    void aDamagedFileIsNamedWithTheWayOn() throws Exception {
        JournalSchema.migrate(new JournalSettings(url, "", ""));
        try (Connection connection = DriverManager.getConnection(url, "", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"more\" AS SELECT RANDOM_UUID() FROM SYSTEM_RANGE(1, 5000)");
        }
        byte[] damaged = Files.readAllBytes(file);
        Arrays.fill(damaged, 8192, damaged.length, (byte) 7);
        Files.write(file, damaged);

        assertRefused("", "damaged", file.toString(), "backup", "org.h2.tools.Recover");
        assertThat(file).hasBinaryContent(damaged);
    }

    /** Several workers of one process may share a database; who starts later does not close it. */
    @Test
    void aLongFileThatIsInUseStaysOpen() throws Exception {
        JournalSettings settings = new JournalSettings(url + ";WRITE_DELAY=0", "", "");
        JournalSchema.migrate(settings);
        try (Connection connection = DriverManager.getConnection(settings.url(), "", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"more\" AS SELECT RANDOM_UUID() AS \"a\", RANDOM_UUID() AS \"b\""
                    + " FROM SYSTEM_RANGE(1, 150000)");
            assertThat(Files.size(file)).isGreaterThan(EmbeddedFile.SMALL_BYTES);

            JournalSchema.migrate(settings);

            statement.execute("DROP TABLE \"more\"");
        }
    }
}
