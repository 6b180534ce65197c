package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConnectPropertiesTest {

    @Test
    void nobodyStartsActorsOnThisNodeFromAnotherOrDownsMembersByJmx() {
        Config config = ConnectProperties.toConfig(Map.of());

        assertThat(config.getBoolean("pekko.remote.deployment.enable-allow-list"))
                .isTrue();
        assertThat(config.getStringList("pekko.remote.deployment.allowed-actor-classes"))
                .isEmpty();
        assertThat(config.getBoolean("pekko.cluster.jmx.enabled")).isFalse();
    }
}
