package io.troupe.node;

import io.troupe.persistence.journal.GroupLeases;
import io.troupe.persistence.journal.JournalSettings;
import java.sql.SQLException;

/** Which journal this worker works with. */
final class JournalIdentity {

    private JournalIdentity() {}

    /** @throws IllegalStateException when the database does not answer */
    static String of(GroupLeases leases, JournalSettings journal) {
        try {
            return leases.journalId();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The database " + journal.withoutParameters() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
