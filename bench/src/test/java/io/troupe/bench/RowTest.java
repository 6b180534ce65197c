package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowTest {
    @Test
    void hasEveryFormatBothWays() {
        assertThat(Row.all())
                .extracting(Row::name)
                .containsExactly(
                        "source-bytes",
                        "source-json",
                        "source-json-schema",
                        "source-transforms",
                        "sink-bytes",
                        "sink-json",
                        "sink-json-schema",
                        "sink-transforms");
    }

    @Test
    void isFoundByItsName() {
        assertThat(Row.all()).allMatch(row -> Row.named(row.name()).equals(row));
        assertThatThrownBy(() -> Row.named("sink-xml"))
                .hasMessageContaining("sink-xml")
                .hasMessageContaining("source-transforms");
    }

    @Test
    void measuresWhatItIsAskedToAndAThirdToWarmUp() {
        RunSettings settings = new RunSettings(Row.all(), OptionalLong.of(900), 1, 1, 1, "2g", false);
        assertThat(settings.total(Row.named("sink-json"))).isEqualTo(1_200);
    }
}
