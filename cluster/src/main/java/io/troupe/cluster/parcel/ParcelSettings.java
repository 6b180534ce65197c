package io.troupe.cluster.parcel;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What this package reads from {@code troupe.cluster.parcels}.
 *
 * @param largest the most bytes of one message
 * @param kept the most bytes of all that wait to be fetched from this node, and the same for those it fetches itself
 * @param keptFor how long what nobody fetches is kept
 */
record ParcelSettings(int largest, long kept, Duration keptFor) {

    static ParcelSettings of(Config config) {
        Config parcels = config.getConfig("troupe.cluster.parcels");
        return new ParcelSettings(
                Math.toIntExact(parcels.getBytes("largest")),
                parcels.getBytes("kept"),
                parcels.getDuration("kept-for"));
    }
}
