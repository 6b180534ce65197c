package io.troupe.bench.company;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackTest {
    private static Track track(long... millisAndNumbers) {
        Track track = new Track();
        for (int i = 0; i < millisAndNumbers.length; i += 2) {
            track.add(new Tick(millisAndNumbers[i], millisAndNumbers[i + 1], (int) millisAndNumbers[i] / 100));
        }
        return track;
    }

    @Test
    void isSilentBetweenTwoTicksOrUntilNow() {
        Track track = track(100, 0, 120, 1, 420, 2, 440, 3);
        assertThat(track.silence(110, 450)).isEqualTo(300);
        assertThat(track.silence(430, 1_000)).isEqualTo(560);
        assertThat(track.silence(500, 600)).isEqualTo(100);
    }

    @Test
    void repeatsWhatCameBeforeThatTime() {
        Track track = track(100, 0, 120, 1, 140, 2, 300, 1, 320, 2, 340, 3);
        assertThat(track.repeats(200)).isEqualTo(2);
        assertThat(track.repeats(310)).isEqualTo(1);
        assertThat(track.repeats(330)).isZero();
    }

    @Test
    void seesANumberThatComesAfterOneBehindIt() {
        assertThat(track(100, 5, 120, 3).repeats(0)).isEqualTo(1);
    }

    @Test
    void missesWhatNeverCame() {
        assertThat(track(100, 0, 120, 3, 140, 1).missing()).isEqualTo(1);
        assertThat(track(100, 0, 120, 1).missing()).isZero();
        assertThat(track().missing()).isZero();
        assertThat(track(100, 0, 120, 3, 140, 1).length()).isEqualTo(4);
    }

    @Test
    void countsWhatIsBelowACommit() {
        assertThat(track(100, 7, 300, 7, 320, 8).below(8, 200)).isEqualTo(1);
    }

    @Test
    void belongsToWhoeverWasLast() {
        assertThat(track(310, 0, 120, 1).lastTask()).isEqualTo(3);
        assertThat(track().lastTask()).isEqualTo(-1);
    }
}
