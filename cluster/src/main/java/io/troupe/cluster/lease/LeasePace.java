package io.troupe.cluster.lease;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What this package reads from {@code troupe.cluster.lease}.
 *
 * @param time without a change after which a lease may be taken over
 * @param interval between two looks at it, and between two of its changes
 * @param uneasy between two looks while a member is missed
 * @param grace for those who were excluded to notice it, before their tasks begin elsewhere
 */
public record LeasePace(Duration time, Duration interval, Duration uneasy, Duration grace) {

    public static LeasePace of(Config config) {
        Config lease = config.getConfig("troupe.cluster.lease");
        return new LeasePace(
                lease.getDuration("time"),
                lease.getDuration("interval"),
                lease.getDuration("uneasy-interval"),
                lease.getDuration("grace"));
    }
}
