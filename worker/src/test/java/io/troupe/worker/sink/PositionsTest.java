package io.troupe.worker.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {

    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);

    private final Positions positions = new Positions();

    private static OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset);
    }

    @Test
    void whatWasDeliveredMayBeCommittedOnce() {
        positions.assigned(A, 5);
        positions.delivered(Map.of(A, at(8)));

        assertThat(positions.committable(Map.of(A, at(8)))).isEqualTo(Map.of(A, at(8)));
        positions.committed(Map.of(A, at(8)));
        assertThat(positions.committable(Map.of(A, at(8)))).isEmpty();
    }

    @Test
    void aPositionThatDidNotMoveIsNotCommitted() {
        positions.assigned(A, 5);

        assertThat(positions.committable(Map.of(A, at(5)))).isEmpty();
    }

    @Test
    void whatAnOlderCommitTookBackIsCommittedAgain() {
        positions.assigned(A, 5);
        positions.overtaken(Set.of(A));

        assertThat(positions.committable(Map.of(A, at(5)))).isEqualTo(Map.of(A, at(5)));
    }

    @Test
    void whatItTookBackOfOthersIsTheirBusiness() {
        positions.overtaken(Set.of(A));
        positions.assigned(A, 5);

        assertThat(positions.committable(Map.of(A, at(5)))).isEmpty();
    }

    @Test
    void lessThanWasDeliveredMayBeCommitted() {
        positions.assigned(A, 5);
        positions.delivered(Map.of(A, at(8)));

        assertThat(positions.committable(Map.of(A, at(6)))).isEqualTo(Map.of(A, at(6)));
        assertThat(positions.committable(Map.of())).isEmpty();
    }

    @Test
    void whatTheTaskWasNotGivenIsLeftOut() {
        positions.assigned(A, 5);
        positions.delivered(Map.of(A, at(8)));

        assertThat(positions.committable(Map.of(A, at(9), B, at(1)))).isEmpty();
    }

    @Test
    void theTasksWordsToAnOffsetAreCommittedToo() {
        positions.assigned(A, 5);
        positions.delivered(Map.of(A, at(8)));
        OffsetAndMetadata noted = new OffsetAndMetadata(8, "note");
        positions.committed(Map.of(A, at(8)));

        assertThat(positions.committable(Map.of(A, noted))).isEqualTo(Map.of(A, noted));
    }

    @Test
    void aTaskThatWentBackMayOnlyCommitToThere() {
        positions.assigned(A, 5);
        positions.delivered(Map.of(A, at(8)));
        positions.moved(A, 6);

        assertThat(positions.delivered(List.of(A))).isEqualTo(Map.of(A, at(6)));
        assertThat(positions.committable(Map.of(A, at(8)))).isEmpty();
    }

    @Test
    void rewindingGoesBackToWhatWasCommitted() {
        positions.assigned(A, 5);
        positions.assigned(B, 1);
        positions.delivered(Map.of(A, at(8), B, at(2)));
        positions.committed(Map.of(A, at(7)));

        assertThat(positions.committed()).isEqualTo(Map.of(A, at(7), B, at(1)));
        positions.rewindToCommitted();

        assertThat(positions.delivered(List.of(A, B))).isEqualTo(Map.of(A, at(7), B, at(1)));
    }

    @Test
    void whereATaskWentItselfIsWhatItGoesBackTo() {
        positions.assigned(A, 5);
        positions.moved(A, 500);
        positions.delivered(Map.of(A, at(510)));

        assertThat(positions.committed()).as("the task keeps its own offsets").isEqualTo(Map.of(A, at(500)));
    }

    @Test
    void revokedPartitionsAreForgotten() {
        positions.assigned(A, 5);
        positions.assigned(B, 5);
        positions.revoked(List.of(A));

        assertThat(positions.assignment()).containsExactly(B);
        positions.committed(Map.of(A, at(6)));
        assertThat(positions.committed())
                .as("a late answer brings nothing back")
                .containsOnlyKeys(B);
    }

    @Test
    void aTaskIsToldOnlyOfThePartitionsInQuestion() {
        positions.assigned(A, 5);
        positions.assigned(B, 6);

        assertThat(positions.delivered(List.of(B))).isEqualTo(Map.of(B, at(6)));
    }
}
