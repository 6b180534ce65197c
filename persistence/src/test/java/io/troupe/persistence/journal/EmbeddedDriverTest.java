package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDriverTest {

    private static final String COUNT = "SELECT COUNT(*) FROM thing";

    private JournalSettings settings = new JournalSettings("", "", "");

    @BeforeEach
    void begin(@TempDir Path folder) {
        settings = JournalSettings.of(
                ConfigFactory.parseMap(Map.of("troupe.database.url", "jdbc:h2:file:" + folder.resolve("troupe")))
                        .withFallback(ConfigFactory.defaultReference()));
    }

    @Test
    void oneConnectionWritesAtATimeAndReadersDoNotWait() throws Exception {
        try (Connection one = settings.connect();
                Connection other = settings.connect()) {
            change(one, "CREATE TABLE thing (number INT)");
            one.setAutoCommit(false);
            change(one, "INSERT INTO thing VALUES (1)");
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> sure(() -> change(other, "INSERT INTO thing VALUES (2)")));

            assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            try (Connection reader = settings.connect()) {
                assertThat(count(reader)).isZero();
            }

            one.commit();
            waiting.get(5, TimeUnit.SECONDS);
            assertThat(count(other)).isEqualTo(2);
        }
    }

    @Test
    void itsTurnEndsWithAStatementARollbackOrTheConnection() throws Exception {
        try (Connection other = settings.connect()) {
            change(other, "CREATE TABLE thing (number INT)");
            try (Connection one = settings.connect()) {
                assertThatThrownBy(() -> change(one, "INSERT INTO nothing VALUES (1)"))
                        .isInstanceOf(SQLException.class);
                change(other, "INSERT INTO thing VALUES (1)");
                one.setAutoCommit(false);
                change(one, "INSERT INTO thing VALUES (2)");
                one.rollback();
                change(other, "INSERT INTO thing VALUES (3)");
                change(one, "INSERT INTO thing VALUES (4)");
            }
            change(other, "INSERT INTO thing VALUES (5)");
            assertThat(count(other)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void whoNeedsIt_FindsTheConnectionOfH2() throws Exception {
        try (Connection one = settings.connect()) {
            assertThat(one.isWrapperFor(JdbcConnection.class)).isTrue();
            assertThat(EmbeddedFile.of(one)).isPresent();
        }
    }

    private static void change(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNT)) {
            row.next();
            return row.getInt(1);
        }
    }

    private interface Deed {
        void run() throws SQLException;
    }

    private static void sure(Deed deed) {
        try {
            deed.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
