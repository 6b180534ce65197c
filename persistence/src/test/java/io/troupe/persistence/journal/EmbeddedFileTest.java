package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFileTest {

    private static final String WRITE = "INSERT INTO \"troupe_fact\" (\"deleted\", \"persistence_id\","
            + " \"sequence_number\", \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\") VALUES (FALSE, 'orders', ?, 'writer', 0, '', ?, 735505, '')";
    private static final String DELETE = "DELETE FROM \"troupe_fact\" WHERE \"sequence_number\" <= ?";

    @Test
    void aFileThatReplacesItIsForItsUserAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("troupe.mv.db");
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
        JournalSettings settings = settings(folder);
        JournalSchema.migrate(settings);
        try (JournalLine line = new JournalLine(settings, Duration.ofSeconds(5));
                Connection connection =
                        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
            line.ask(JournalWatch.Way.LISTEN);
            EmbeddedFile.close(connection);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            line.ask(JournalWatch.Way.LISTEN);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    private static JournalSettings settings(Path folder) {
        return JournalSettings.of(
                ConfigFactory.parseMap(Map.of("troupe.database.url", "jdbc:h2:file:" + folder.resolve("troupe")))
                        .withFallback(ConfigFactory.defaultReference()));
    }

    /** As offsets are: a transaction a commit, and the oldest go when there is a snapshot. */
    @Test
    void itGrowsNoFurtherHoweverManyCommits(@TempDir Path folder) throws Exception {
        JournalSettings settings = settings(folder);
        JournalSchema.migrate(settings);
        Path file = folder.resolve("troupe.mv.db");
        List<Long> lengths = new ArrayList<>();
        try (JournalLine line = new JournalLine(settings, Duration.ofSeconds(5));
                Connection connection =
                        DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            line.ask(JournalWatch.Way.LISTEN);
            for (int commit = 1; commit <= 4000; commit++) {
                write.setLong(1, commit);
                write.setBytes(2, new byte[220]);
                write.executeUpdate();
                if (commit % 200 == 0) {
                    delete.setLong(1, commit - 200);
                    delete.executeUpdate();
                    line.ask(JournalWatch.Way.LISTEN);
                    lengths.add(Files.size(file));
                }
            }
        }

        assertThat(lengths).allSatisfy(length -> assertThat(length).isLessThan(2 * EmbeddedFile.SMALL_BYTES));
        assertThat(lengths.get(lengths.size() - 1) - lengths.get(lengths.size() / 2))
                .as("bytes of the last 2,000 commits, when it was longest")
                .isLessThan(EmbeddedFile.SMALL_BYTES);
        assertThat(lengths).anySatisfy(length -> assertThat(length).isLessThan(EmbeddedFile.SMALL_BYTES / 4));
    }
}
