package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.evidence.CrashSettings;
import io.troupe.cluster.lease.LeasePace;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {

    /** Read by the node, to listen and to join. */
    private static final Set<String> THE_NODES_OWN =
            Set.of("cluster.listener", "cluster.advertised.listener", "cluster.seed.nodes");

    private static final Set<String> NO_TIMES = Set.of("cluster.rebalance-batch", "cluster.crash-evidence.enabled");

    /** Read where parcels are sent, see ParcelSettings. */
    private static final String PARCELS = "cluster.parcels.";

    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void theDefaultsAreThoseOfTheReference() {
        assertThat(ClusterSettings.of(ConfigFactory.defaultReference(), "orders", CLOCK))
                .isEqualTo(new ClusterSettings(
                        "orders",
                        CLOCK,
                        Duration.ofSeconds(60),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(60),
                        8,
                        new CrashSettings(true, Duration.ofMillis(100), Duration.ofSeconds(1)),
                        new LeasePace(
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(2),
                                Duration.ofMillis(500),
                                Duration.ofMillis(1500))));
    }

    @Test
    void everyTimeChangesASetting() {
        Config defaults = ConfigFactory.defaultReference();
        Set<String> keys = new TreeSet<>();
        defaults.getConfig("troupe.cluster").entrySet().forEach(entry -> keys.add("cluster." + entry.getKey()));
        keys.removeAll(THE_NODES_OWN);
        keys.removeAll(NO_TIMES);
        keys.removeIf(key -> key.startsWith(PARCELS));
        keys.add("worker.stalled-after");
        keys.add("worker.degraded-after");
        int settings = ClusterSettings.class.getRecordComponents().length
                + CrashSettings.class.getRecordComponents().length
                + LeasePace.class.getRecordComponents().length;
        assertThat(keys).hasSize(settings - 4 - NO_TIMES.size());

        for (String key : keys) {
            Config changed =
                    ConfigFactory.parseString("troupe." + key + " = 77 ms").withFallback(defaults);
            assertThat(ClusterSettings.of(changed, "orders", CLOCK).toString())
                    .as(key)
                    .containsOnlyOnce(Duration.ofMillis(77).toString());
        }
    }
}
