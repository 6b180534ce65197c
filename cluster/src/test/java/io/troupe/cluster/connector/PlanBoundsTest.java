package io.troupe.cluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlanBoundsTest {

    private static final int MOST = (int) PlanBounds.MOST_BYTES;

    @Test
    void whatIsAtTheLimitIsPlannedAndOneByteMoreIsNot() {
        assertThat(PlanBounds.fault(List.of(Map.of("a", "x".repeat(MOST - 1))))).isEmpty();
        assertThat(PlanBounds.fault(List.of(Map.of("a", "x".repeat(MOST)))))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains((MOST + 1) + " bytes for 1 tasks")
                        .contains(MOST + " at most"));
    }

    @Test
    void allTasksCount() {
        Map<String, String> each = Map.of("key", "x".repeat(4093));

        assertThat(PlanBounds.fault(Collections.nCopies(MOST / 4096, each))).isEmpty();
        assertThat(PlanBounds.fault(Collections.nCopies(MOST / 4096 + 1, each))).isPresent();
    }

    @Test
    void bytesCountAsInUtf8() {
        String text = "aß€\uD83D\uDE00";

        assertThat(PlanBounds.fault(List.of(Map.of("", text + "x".repeat(MOST - 10)))))
                .isEmpty();
        assertThat(PlanBounds.fault(List.of(Map.of("", text + "x".repeat(MOST - 9)))))
                .isPresent();
    }
}
