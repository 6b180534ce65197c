package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.bench.plugin.Measured;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static Measured round(long recordsPerSecond, long cpuSeconds) {
        return new Measured(1_000_000, 1_000_000L * 1_000_000_000L / recordsPerSecond, cpuSeconds * 1_000_000_000L);
    }

    @Test
    void takesTheMiddleOfAnOddNumberEachByItself() {
        assertThat(Score.of(List.of(round(100, 9), round(1_000, 5), round(200, 1))))
                .isEqualTo(new Score(200, 5));
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddle() {
        assertThat(Score.of(List.of(round(100, 1), round(200, 2), round(400, 4), round(5_000, 90))))
                .isEqualTo(new Score(300, 3));
    }

    @Test
    void needsARound() {
        assertThatThrownBy(() -> Score.of(List.of())).hasMessage("No measurements");
    }
}
