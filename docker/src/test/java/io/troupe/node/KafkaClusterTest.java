package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {

    @Test
    void aWrongSettingIsNotTakenForABrokerThatIsAway() {
        Map<String, String> properties =
                Map.of("bootstrap.servers", "127.0.0.1:1", "bootstrap.resolve.timeout.ms", "-1");

        assertThatThrownBy(() -> KafkaCluster.id(properties))
                .hasMessageContaining("settings of the worker")
                .hasMessageContaining("bootstrap.resolve.timeout.ms")
                .hasMessageNotContaining("No Kafka broker answers");
    }
}
