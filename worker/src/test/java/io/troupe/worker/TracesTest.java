package io.troupe.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TracesTest {

    private static final String REASON = "the database said so";

    @Test
    void anOrdinaryTraceIsWhole() {
        String trace = Traces.of(new IllegalStateException("no", new IllegalArgumentException(REASON)));

        assertThat(trace).startsWith("java.lang.IllegalStateException: no\n").contains("Caused by: ", REASON);
        assertThat(trace).doesNotContain("left out");
    }

    @Test
    void aLongOneKeepsWhatItBeginsWithAndItsCause() {
        String rows = "insert into t values (1), ".repeat(12_000);
        String trace =
                Traces.of(new IllegalStateException("Batch entry 0 " + rows, new IllegalArgumentException(REASON)));

        assertThat(trace).hasSizeLessThanOrEqualTo(Traces.MOST_CHARACTERS);
        assertThat(trace).startsWith("java.lang.IllegalStateException: Batch entry 0 insert into t");
        assertThat(trace).contains("Caused by: java.lang.IllegalArgumentException: " + REASON);
        assertThat(trace).containsPattern("\n\\.\\.\\. \\d+ of \\d+ characters are left out here \\.\\.\\.\n");
    }

    @Test
    void whatFitsExactlyIsWhole() {
        String text = "x".repeat(Traces.MOST_CHARACTERS);

        assertThat(Traces.bounded(text, Traces.MOST_CHARACTERS)).isSameAs(text);
        assertThat(Traces.bounded(text + "x", Traces.MOST_CHARACTERS))
                .contains("left out")
                .hasSizeLessThanOrEqualTo(Traces.MOST_CHARACTERS);
    }

    @Test
    void noCharacterIsCutInTwo() {
        for (int shift = 0; shift < 2; shift++) {
            String text = Traces.bounded("x".repeat(shift) + "\uD83D\uDE00".repeat(Traces.MOST_CHARACTERS), 10_000);

            assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
        }
    }
}
