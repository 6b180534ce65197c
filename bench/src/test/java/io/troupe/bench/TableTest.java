package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Score REFERENCE = new Score(100_000, 4);

    private static Table table(Score troupe) {
        return new Table(List.of(new Comparison(Row.named("sink-json"), REFERENCE, troupe)), 0.03);
    }

    @Test
    void showsBothSidesAndHowTheyCompare() {
        Table table = table(new Score(250_000, 2));
        assertThat(table.text().lines().skip(2))
                .containsExactly("sink-json           |       100,000          4.00 |       250,000          2.00 |"
                        + "   2.50   0.50 | ok");
        assertThat(table.isAnyBehind()).isFalse();
    }

    @Test
    void isBehindWhenSlower() {
        assertThat(table(new Score(96_000, 2)).isAnyBehind()).isTrue();
        assertThat(table(new Score(96_000, 2)).text()).endsWith("BEHIND");
    }

    @Test
    void isBehindWhenDearer() {
        assertThat(table(new Score(250_000, 4.2)).isAnyBehind()).isTrue();
    }

    @Test
    void leavesRoomForNoise() {
        assertThat(table(new Score(97_500, 4.1)).isAnyBehind()).isFalse();
    }
}
