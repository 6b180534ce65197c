package io.troupe.cluster.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OwnPulseTest {

    private long millis;
    private final OwnPulse pulse = new OwnPulse(() -> TimeUnit.MILLISECONDS.toNanos(millis));

    private boolean lateAfter(long wait) {
        millis += wait;
        return pulse.isLate();
    }

    /** Looks each 200 ms; how long until it is not in doubt any more. */
    private long doubt() {
        long since = millis;
        while (lateAfter(200)) {
            assertThat(millis - since).isLessThan(20_000);
        }
        return millis - since;
    }

    @Test
    void aNodeThatHasTimeTrustsWhatItSees() {
        for (int look = 0; look < 100; look++) {
            assertThat(lateAfter(look % 2 == 0 ? 200 : 600)).isFalse();
        }
    }

    @Test
    void oneThatStoodStillDoesNotForAWhile() {
        assertThat(lateAfter(700)).isTrue();
        assertThat(doubt()).isEqualTo(3_000);
        assertThat(lateAfter(20_000)).isTrue();
        assertThat(doubt()).isEqualTo(5_000);
    }

    @Test
    void oneThatLacksTimeAgainAndAgainNeverDoes() {
        for (int look = 0; look < 100; look++) {
            assertThat(lateAfter(look % 3 == 0 ? 900 : 300)).isTrue();
        }
    }
}
