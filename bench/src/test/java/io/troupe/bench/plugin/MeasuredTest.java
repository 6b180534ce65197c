package io.troupe.bench.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeasuredTest {
    private final Measured measured = new Measured(4_000_000, 8_000_000_000L, 10_000_000_000L);

    @Test
    void comesBackFromItsLine() {
        assertThat(Measured.parse(measured.toLine() + "\n")).isEqualTo(measured);
    }

    @Test
    void refusesWhatIsNoResult() {
        assertThatThrownBy(() -> Measured.parse("records=4")).hasMessageContaining("records=4");
        assertThatThrownBy(() -> Measured.parse("records=0 wall.nanos=1 cpu.nanos=1"))
                .hasMessageContaining("Nothing was measured");
    }

    @Test
    void saysHowFastAndAtWhatCost() {
        assertThat(measured.recordsPerSecond()).isCloseTo(500_000, within(0.001));
        assertThat(measured.cpuSecondsPerMillion()).isCloseTo(2.5, within(0.001));
    }
}
