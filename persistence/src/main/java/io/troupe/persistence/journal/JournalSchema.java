package io.troupe.persistence.journal;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the database to the version of the schema that this release needs. Safe when several nodes start at once:
 * PostgreSQL locks by itself, and an embedded H2 file, which cannot, belongs to one process.
 */
public final class JournalSchema {

    private JournalSchema() {}

    /** @throws IllegalStateException when the database cannot be reached or changed; the message names it and the cure */
    public static synchronized void migrate(JournalSettings settings) {
        try {
            Flyway.configure(JournalSchema.class.getClassLoader())
                    .dataSource(settings.url(), settings.user(), settings.password())
                    .locations(settings.database().schemaLocation())
                    .table("troupe_schema")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The database " + settings.withoutParameters() + " cannot be used: " + rootMessage(e)
                            + " Check troupe.database.url, troupe.database.user and troupe.database.password.",
                    e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text =
                String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("");
        return text.endsWith(".") ? text : text + ".";
    }
}
