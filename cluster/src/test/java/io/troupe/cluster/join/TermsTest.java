package io.troupe.cluster.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TermsTest {

    private static Terms terms(String journal, String converter) {
        return new Terms(Map.of("the journal", journal), Map.of("key.converter", converter));
    }

    @Test
    void whatDiffersIsNamedWithBothValues() {
        assertThat(terms("1111", "json").conflicts(terms("2222", "avro")))
                .containsExactly("the journal is 1111 here and 2222 there");
        assertThat(terms("1111", "json").warnings(terms("2222", "avro")))
                .containsExactly("key.converter is json here and avro there");
        assertThat(terms("1111", "json").conflicts(terms("1111", "avro"))).isEmpty();
    }

    @Test
    void whatOnlyOneHasDiffers() {
        Terms more = new Terms(Map.of("the journal", "1111", "shards", "16"), Map.of());

        assertThat(more.conflicts(terms("1111", "json"))).containsExactly("shards is 16 here and none there");
        assertThat(terms("1111", "json").conflicts(more)).containsExactly("shards is none here and 16 there");
    }

    @Test
    void theSignatureHoldsWhatIsBinding() {
        assertThat(terms("1111", "json").signature())
                .isEqualTo(terms("1111", "avro").signature());
        assertThat(terms("1111", "json").signature())
                .isNotEqualTo(terms("2222", "json").signature());
    }
}
