package io.troupe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TopicTrackingTest {

    @Test
    void topicsAreListedAndMayBeResetUnlessTheWorkerSaysOtherwise() {
        assertThat(TopicTracking.of(Map.of())).isEqualTo(new TopicTracking(true, true));
        assertThat(TopicTracking.of(Map.of("topic.tracking.enable", "false", "topic.tracking.allow.reset", "false")))
                .isEqualTo(new TopicTracking(false, false));
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefusedByName() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TopicTracking.of(Map.of("topic.tracking.enable", "maybe")))
                .withMessageContaining("topic.tracking.enable");
    }
}
