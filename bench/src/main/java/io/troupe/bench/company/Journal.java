package io.troupe.bench.company;

import io.troupe.bench.BenchFailed;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A PostgreSQL server that the workers of a company share. */
final class Journal implements AutoCloseable {
    private final EmbeddedPostgres server;

    private Journal(EmbeddedPostgres server) {
        this.server = server;
    }

    static Journal start() {
        try {
            return new Journal(EmbeddedPostgres.start());
        } catch (IOException e) {
            throw new BenchFailed("PostgreSQL does not start: " + e.getMessage(), e);
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "troupe.database.url", server.getJdbcUrl("postgres", "postgres"), "troupe.database.user", "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
