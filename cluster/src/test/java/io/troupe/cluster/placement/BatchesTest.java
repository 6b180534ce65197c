package io.troupe.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchesTest {

    private final AtomicLong now = new AtomicLong();

    private Batches batches(int most, Duration pause) {
        return new Batches(new Pace(Duration.ZERO, Duration.ZERO, most, pause), now::get);
    }

    private static List<Integer> sizes(Batches batches, int count) {
        return Stream.generate(() -> {
                    int size = batches.size();
                    batches.moved(size);
                    return size;
                })
                .limit(count)
                .toList();
    }

    @Test
    void beginWithOneShardAndGrowToTheirLimit() {
        assertThat(sizes(batches(6, Duration.ZERO), 5)).containsExactly(1, 2, 4, 6, 6);
    }

    @Test
    void stayAtOneIfMoreAreTooMany() {
        assertThat(sizes(batches(1, Duration.ZERO), 3)).containsExactly(1, 1, 1);
    }

    @Test
    void beginAnewWhenAllHaveTheirShare() {
        Batches batches = batches(6, Duration.ZERO);
        sizes(batches, 3);
        batches.moved(0);
        assertThat(sizes(batches, 2)).containsExactly(1, 2);
    }

    @Test
    void keepThePauseFromOneToTheNext() {
        Batches batches = batches(6, Duration.ofSeconds(3));
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(batches.due()).isTrue();
        batches.moved(1);
        now.addAndGet(Duration.ofMillis(2999).toNanos());
        assertThat(batches.due()).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(batches.due()).isTrue();
    }

    @Test
    void needNoPauseWhenNothingWasToMove() {
        Batches batches = batches(6, Duration.ofSeconds(3));
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        batches.moved(0);
        assertThat(batches.due()).isTrue();
    }
}
