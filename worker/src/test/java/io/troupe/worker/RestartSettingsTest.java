package io.troupe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartSettingsTest {

    private static final RestartSettings DEFAULT = RestartSettings.of(Map.of());

    @Test
    void theDefaultsAreWhatTheReferenceSays() {
        Config reference = ConfigFactory.defaultReference().getConfig("troupe.restart");

        assertThat(DEFAULT)
                .isEqualTo(new RestartSettings(
                        reference.getString("policy").equals("backoff"),
                        Duration.ofMillis(reference.getLong("min.ms")),
                        Duration.ofMillis(reference.getLong("max.ms")),
                        Duration.ofMillis(reference.getLong("reset.ms"))))
                .isEqualTo(new RestartSettings(
                        true, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(10)));
    }

    @Test
    void delaysDoubleUpToTheHighest() {
        assertThat(IntStream.rangeClosed(1, 11)
                        .mapToLong(attempt -> DEFAULT.delay(attempt).toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Property
    void delaysNeverShrinkAndKeepTheirLimits(
            @ForAll @LongRange(min = 1) long min,
            @ForAll @LongRange(min = 1) long max,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int attempt) {
        RestartSettings settings =
                new RestartSettings(true, Duration.ofMillis(min), Duration.ofMillis(max), Duration.ZERO);

        Duration delay = settings.delay(attempt);

        assertThat(delay).isBetween(Duration.ofMillis(Math.min(min, max)), Duration.ofMillis(max));
        assertThat(settings.delay(attempt + 1)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void aConnectorSaysOtherwiseForItself() {
        RestartSettings worker = RestartSettings.of(Map.of("troupe.restart.min.ms", "7"));

        assertThat(worker.with(Map.of("troupe.restart.policy", "none", "troupe.restart.max.ms", "70", "name", "a")))
                .isEqualTo(new RestartSettings(false, Duration.ofMillis(7), Duration.ofMillis(70), DEFAULT.reset()));
        assertThat(RestartSettings.of(Map.of("troupe.restart.policy", "none"))
                        .with(Map.of("troupe.restart.policy", "backoff")))
                .isEqualTo(DEFAULT);
    }

    @Test
    void whatIsNoValueInAConnectorHasNoEffect() {
        assertThat(DEFAULT.with(Map.of("troupe.restart.policy", "${vault:policy}", "troupe.restart.min.ms", "0")))
                .isEqualTo(DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"policy,always", "min.ms,0", "max.ms,soon", "reset.ms,-1"})
    void whatIsNoValueInAWorkerIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> RestartSettings.of(Map.of("troupe.restart." + key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("troupe.restart." + key);
    }
}
