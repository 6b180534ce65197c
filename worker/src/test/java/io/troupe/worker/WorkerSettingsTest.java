package io.troupe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerSettingsTest {

    private static final Map<String, String> LEAST =
            Map.of("bootstrap.servers", "k:9092", "group.id", "g", "key.converter", "k.C", "value.converter", "v.C");

    private static WorkerSettings with(String key, String value) {
        Map<String, String> properties = new HashMap<>(LEAST);
        properties.put(key, value);
        return WorkerSettings.of(properties, "w:8083");
    }

    @Test
    void theDefaultsAreKafkaConnects() {
        WorkerSettings settings = WorkerSettings.of(LEAST, "w:8083");

        assertThat(settings)
                .isEqualTo(new WorkerSettings(
                        LEAST,
                        "w:8083",
                        "g",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        true,
                        false));
        assertThat(settings.bootstrapServers()).isEqualTo("k:9092");
    }

    @Test
    void everyKeyIsRead() {
        assertThat(with("offset.flush.interval.ms", "1").offsetFlushInterval()).isEqualTo(Duration.ofMillis(1));
        assertThat(with("offset.flush.timeout.ms", "2").offsetFlushTimeout()).isEqualTo(Duration.ofMillis(2));
        assertThat(with("topic.creation.enable", "false").topicCreation()).isFalse();
        assertThat(with("exactly.once.source.support", "Enabled").exactlyOnce()).isTrue();
        assertThat(with("exactly.once.source.support", "PREPARING").exactlyOnce())
                .isFalse();
        assertThat(with("task.shutdown.graceful.timeout.ms", "0").gracefulShutdownTimeout())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void whatTheOriginalStartsWithIsTakenForTheLeastThatWorks() {
        assertThat(with("offset.flush.interval.ms", "0").offsetFlushInterval()).isEqualTo(Duration.ofMillis(1));
        assertThat(with("offset.flush.timeout.ms", "-5").offsetFlushTimeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(with("task.shutdown.graceful.timeout.ms", "-1").gracefulShutdownTimeout())
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap.servers", "group.id", "key.converter", "value.converter"})
    void whatIsMissingIsNamed(String key) {
        Map<String, String> properties = new HashMap<>(LEAST);
        properties.remove(key);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> WorkerSettings.of(properties, "w:8083"))
                .withMessageContaining("\"" + key + "\"");
    }

    @ParameterizedTest
    @CsvSource({"offset.flush.interval.ms, soon", "exactly.once.source.support, yes", "group.id, ''"})
    void whatIsInvalidIsNamed(String key, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> with(key, value))
                .withMessageContaining(key);
    }

    @Test
    void aLogShowsNoPassword() {
        assertThat(with("sasl.jaas.config", "hunter2").toString()).doesNotContain("hunter2");
    }
}
