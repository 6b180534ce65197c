package io.troupe.persistence.journal;

import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
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
}
