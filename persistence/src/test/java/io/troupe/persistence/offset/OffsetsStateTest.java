package io.troupe.persistence.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetsStateTest {

    private static OffsetsState opened(OffsetsState state, int task, Epoch epoch) {
        return new OffsetsFact.Opened(task, epoch, Instant.EPOCH).applyTo(state);
    }

    private static OffsetsState advanced(OffsetsState state, String partition, @Nullable String offset) {
        Map<String, @Nullable String> offsets = new HashMap<>();
        offsets.put(partition, offset);
        return new OffsetsFact.Advanced(0, 1, offsets, Instant.EPOCH).applyTo(state);
    }

    @Test
    void aLaterRunFencesEarlierOnes() {
        OffsetsState state = opened(OffsetsState.EMPTY, 0, new Epoch(1, 4));

        assertThat(state.accepts(0, new Epoch(1, 3))).isFalse();
        assertThat(state.accepts(0, new Epoch(1, 4))).isTrue();
        assertThat(state.accepts(0, new Epoch(1, 5))).isTrue();
    }

    @Test
    void aLaterLifeCountsMoreThanALaterRun() {
        OffsetsState state = opened(OffsetsState.EMPTY, 0, new Epoch(2, 1));

        assertThat(state.accepts(0, new Epoch(1, 99))).isFalse();
        assertThat(opened(OffsetsState.EMPTY, 0, new Epoch(1, 99)).accepts(0, new Epoch(2, 1)))
                .isTrue();
    }

    @Test
    void tasksDoNotFenceEachOther() {
        OffsetsState state = opened(OffsetsState.EMPTY, 0, new Epoch(5, 5));

        assertThat(state.accepts(1, new Epoch(1, 1))).isTrue();
    }

    @Test
    void epochsAreOrderedByLifeThenRun() {
        assertThat(new Epoch(1, 9)).isLessThan(new Epoch(2, 0));
        assertThat(new Epoch(2, 1)).isGreaterThan(new Epoch(2, 0));
        assertThat(new Epoch(2, 1)).isEqualByComparingTo(new Epoch(2, 1));
    }

    @Test
    void theLatestOffsetOfAPartitionIsKept() {
        OffsetsState state = advanced(advanced(advanced(OffsetsState.EMPTY, "a", "1"), "b", "1"), "a", "2");

        assertThat(state.offsets()).containsOnly(Map.entry("a", "2"), Map.entry("b", "1"));
    }

    @Test
    void aNullOffsetForgetsThePartition() {
        assertThat(advanced(advanced(OffsetsState.EMPTY, "a", "1"), "a", null).offsets())
                .isEmpty();
    }

    @Test
    void openingATaskKeepsTheOffsets() {
        OffsetsState state = opened(advanced(OffsetsState.EMPTY, "a", "1"), 0, new Epoch(1, 1));

        assertThat(state.offsets()).containsOnly(Map.entry("a", "1"));
        assertThat(advanced(state, "a", "2").epochs()).containsOnly(Map.entry(0, new Epoch(1, 1)));
    }

    @Test
    void changesByHandFenceEveryRunBeforeThemOfWhicheverTask() {
        OffsetsState state = new OffsetsFact.Altered(new Epoch(1, 4), Map.of("a", "9"), Instant.EPOCH, Caller.TROUPE)
                .applyTo(advanced(opened(OffsetsState.EMPTY, 0, new Epoch(1, 3)), "b", "1"));

        assertThat(state.offsets()).containsOnly(Map.entry("a", "9"), Map.entry("b", "1"));
        assertThat(state.accepts(0, new Epoch(1, 3))).isFalse();
        assertThat(state.accepts(7, new Epoch(1, 4))).isFalse();
        assertThat(state.accepts(7, new Epoch(1, 5))).isTrue();
        assertThat(state.accepts(0, new Epoch(2, 1))).isTrue();
        assertThat(opened(state, 0, new Epoch(1, 5)).accepts(7, new Epoch(1, 4)))
                .isFalse();
    }

    @Test
    void aResetLeavesNothingButTheFence() {
        OffsetsState state = new OffsetsFact.Reset(new Epoch(1, 4), Instant.EPOCH, Caller.TROUPE)
                .applyTo(advanced(OffsetsState.EMPTY, "b", "1"));

        assertThat(state.offsets()).isEmpty();
        assertThat(state.accepts(0, new Epoch(1, 4))).isFalse();
    }

    @Test
    void offsetsOfALaterRunMayNotBeChanged() {
        OffsetsState state = opened(OffsetsState.EMPTY, 3, new Epoch(1, 5));

        assertThat(state.alterable(new Epoch(1, 4))).isFalse();
        assertThat(state.alterable(new Epoch(1, 5))).isTrue();
        assertThat(state.altered(new Epoch(2, 0)).alterable(new Epoch(1, 9))).isFalse();
    }
}
