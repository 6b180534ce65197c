package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredOffsetsTest {

    private final RecordedOffsets known = new RecordedOffsets();
    private final StoredOffsets reader = new StoredOffsets(known);

    @Test
    void anOffsetIsFoundWhateverTheOrderOfThePartitionsKeys() {
        known.know("{\"db\":\"d\",\"table\":\"t\"}", "{\"id\":5,\"ratio\":0.5}");

        assertThat(reader.offset(new TreeMap<>(Map.of("table", "t", "db", "d")).descendingMap()))
                .isEqualTo(Map.of("id", 5L, "ratio", 0.5));
    }

    @Test
    void nothingIsKnownOfAnotherPartition() {
        known.know("{\"table\":\"t\"}", "{}");

        assertThat(reader.offset(Map.of("table", "u"))).isNull();
    }

    @Test
    void manyAreFoundAtOnceUnderTheKeysTheyWereAskedBy() {
        known.know("{\"n\":1}", "{\"at\":1}");
        known.know("{\"n\":2}", "{\"at\":2}");
        known.know("{\"n\":4}", "{\"at\":4}");

        assertThat(reader.offsets(List.of(Map.of("n", 1), Map.of("n", 2), Map.of("n", 3))))
                .hasSize(3)
                .containsEntry(Map.of("n", 1), Map.of("at", 1L))
                .containsEntry(Map.of("n", 2), Map.of("at", 2L))
                .containsEntry(Map.of("n", 3), null);
    }

    @Test
    void aPartitionThatCannotBeStoredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.offset(Map.of("inner", List.of())))
                .withMessageContaining("field inner");
    }
}
