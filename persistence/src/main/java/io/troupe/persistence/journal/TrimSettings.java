package io.troupe.persistence.journal;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How much is kept of what nobody asked for.
 *
 * @param facts of an entity at most; none goes that a recovery needs
 * @param age of the oldest
 */
record TrimSettings(int facts, Duration age) {

    /** Reads {@code troupe.database.status-*}. */
    static TrimSettings of(Config config) {
        return new TrimSettings(
                config.getInt("troupe.database.status-facts"), config.getDuration("troupe.database.status-age"));
    }
}
