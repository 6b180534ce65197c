package io.troupe.persistence.journal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;

/**
 * Brings the database to the version of the schema that this release needs. Safe when several nodes start at once:
 * PostgreSQL locks what changes by itself, and an embedded H2 file, which cannot, belongs to one process. Only the table
 * of what was changed is there for a moment before its first row is, and takes another node aback: it tries again.
 */
public final class JournalSchema {

    private static final int ATTEMPTS = 10;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(300);

    private JournalSchema() {}

    /** @throws IllegalStateException when the database cannot be reached, changed or written; the message names it and the cure */
    public static synchronized void migrate(JournalSettings settings) {
        DatabaseCheck check = new DatabaseCheck(settings);
        check.present();
        check.tidy();
        Flyway flyway = Flyway.configure(JournalSchema.class.getClassLoader())
                .dataSource(settings.url(), settings.user(), settings.password())
                .locations(settings.database().schemaLocation())
                .table("troupe_schema")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load();
        int attempt = 1;
        while (!migrated(flyway, settings, attempt == ATTEMPTS)) {
            attempt++;
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
        }
        check.writable();
    }

    /** Who cannot connect cannot do so a moment later either, and wrong passwords are not to be tried again. */
    private static boolean migrated(Flyway flyway, JournalSettings settings, boolean last) {
        try {
            flyway.migrate();
            return true;
        } catch (FlywayException e) {
            if (!last && !(e instanceof FlywaySqlUnableToConnectToDbException)) {
                return false;
            }
            throw new DatabaseCheck(settings).unusable(e);
        }
    }
}
