package io.troupe.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceOffsetTest {

    @Test
    void microsecondsAreKept() {
        Map<String, ?> stored = Map.of("timestamp", 1458363602856L, "timestamp_nanos", 856665000L, "incrementing", 12);

        SourceOffset offset = SourceOffset.of(stored);

        assertThat(offset.timestamp()).isEqualTo(at(1458363602856L, 856_665_000));
        assertThat(offset.toMap())
                .containsExactly(
                        Map.entry("timestamp", 1458363602856L),
                        Map.entry("timestamp_nanos", 856665000L),
                        Map.entry("incrementing", 12L));
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        assertThat(SourceOffset.of(null).toMap()).isEmpty();
        assertThat(SourceOffset.of(Map.of("incrementing", 3L)).toMap()).isEqualTo(Map.of("incrementing", 3L));
    }

    private static Timestamp at(long millis, int nanos) {
        Timestamp time = new Timestamp(millis);
        time.setNanos(nanos);
        return time;
    }
}
