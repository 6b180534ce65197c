package io.troupe.bench.company;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.bench.Side;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Measure SILENCE = Measure.of("crash", "silence", "ms").goal(3000, 5000);
    private static final Measure PROCESSOR =
            Measure.of("scale", "processor", "%").belowReference();

    private final Figures figures = new Figures();

    private void add(Side side, Measure measure, double... values) {
        for (double value : values) {
            figures.add(side, measure, value);
        }
    }

    @Test
    void showMedianAndWorstBesideTheGoal() {
        add(Side.REFERENCE, SILENCE, 9_000, 12_345);
        add(Side.TROUPE, SILENCE, 2_900, 1_000, 4_999);
        assertThat(figures.text().lines().skip(2))
                .containsExactly("crash    silence                                      ms     |    10,673   12,345 |"
                        + "     2,900    4,999 |  3,000  5,000 | ok");
        assertThat(figures.isAnyMissed()).isFalse();
    }

    @Test
    void missTheMedian() {
        add(Side.TROUPE, SILENCE, 3_001);
        assertThat(figures.isAnyMissed()).isTrue();
        assertThat(figures.text()).endsWith("MISSED");
    }

    @Test
    void missTheWorst() {
        add(Side.TROUPE, SILENCE, 100, 100, 5_001);
        assertThat(figures.isAnyMissed()).isTrue();
    }

    @Test
    void doNotJudgeTheReference() {
        add(Side.REFERENCE, SILENCE, 300_000);
        assertThat(figures.isAnyMissed()).isFalse();
        assertThat(figures.text()).endsWith("| ");
    }

    @Test
    void compareWithTheReferenceWhereThatIsTheGoal() {
        add(Side.TROUPE, PROCESSOR, 9.5);
        assertThat(figures.isAnyMissed()).isFalse();
        add(Side.REFERENCE, PROCESSOR, 9.4);
        assertThat(figures.isAnyMissed()).isTrue();
    }

    @Test
    void haveNoGoalWhereNoneIsSet() {
        add(Side.TROUPE, Measure.of("crash", "repeats", ""), 1_000_000);
        assertThat(figures.isAnyMissed()).isFalse();
    }
}
