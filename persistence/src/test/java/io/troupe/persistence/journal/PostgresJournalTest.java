package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class PostgresJournalTest extends JournalOn {

    private final EmbeddedPostgres server;
    private int databases;

    PostgresJournalTest() throws Exception {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Override
    JournalSettings emptyDatabase() throws Exception {
        String name = "troupe" + ++databases;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return JournalSettings.of(ConfigFactory.parseMap(Map.of(
                "troupe.database.url", server.getJdbcUrl("postgres", name),
                "troupe.database.user", "postgres",
                "troupe.database.password", "")));
    }

    /** Another node has made the table of changes, and is about to write its first row. */
    @Test
    void aSchemaThatAnotherNodeIsMakingIsWaitedFor() throws Exception {
        JournalSettings settings = emptyDatabase();
        String name = "troupe" + databases;
        try (Connection connection = server.getDatabase("postgres", name).getConnection();
                Statement statement = connection.createStatement()) {
            JournalSchema.migrate(settings);
            statement.execute("CREATE TABLE set_aside AS SELECT * FROM troupe_schema");
            statement.execute("TRUNCATE troupe_schema");
            CompletableFuture<Void> migration = CompletableFuture.runAsync(() -> JournalSchema.migrate(settings));
            assertThatThrownBy(() -> migration.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            statement.execute("INSERT INTO troupe_schema SELECT * FROM set_aside");

            assertThat(migration).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** As a worker that freezes, or whose host loses its power, in the middle of a transaction. */
    @Test
    void whoStandsStillInATransactionHoldsNobodyUpForLong() throws Exception {
        JournalSettings settings = emptyDatabase();
        JournalSchema.migrate(settings);
        String fact = "INSERT INTO troupe_fact (persistence_id, sequence_number, writer, write_timestamp,"
                + " adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                + " VALUES ('p', 1, 'w', 0, '', '', 0, '')";
        String start =
                settings.toConfig().getString("pekko-persistence-jdbc.shared-databases.slick.db.connectionInitSql");
        try (Connection frozen =
                        server.getDatabase("postgres", "troupe" + databases).getConnection();
                Statement begun = frozen.createStatement();
                Connection successor =
                        server.getDatabase("postgres", "troupe" + databases).getConnection();
                Statement next = successor.createStatement()) {
            begun.execute(start);
            frozen.setAutoCommit(false);
            begun.execute(fact);

            next.setQueryTimeout(10);
            assertThat(next.executeUpdate(fact)).isEqualTo(1);
            assertThatThrownBy(frozen::commit)
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(Outage.behind(failure))
                            .isPresent());
        }
    }
}
