package io.troupe.cluster.evidence;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What this package reads from {@code troupe.cluster.crash-evidence}.
 *
 * @param gap between two attempts to reach a node that is suspected
 * @param patience how long an attempt may take, and between attempts that prove nothing
 */
public record CrashSettings(boolean enabled, Duration gap, Duration patience) {

    /** One might be a port whose process is just about to listen again. */
    private static final int REFUSALS = 2;

    public static CrashSettings of(Config config) {
        Config crash = config.getConfig("troupe.cluster.crash-evidence");
        return new CrashSettings(crash.getBoolean("enabled"), crash.getDuration("gap"), crash.getDuration("patience"));
    }

    Witness.Pace pace() {
        return new Witness.Pace(gap, patience, REFUSALS);
    }
}
