package io.troupe.persistence.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetJsonTest {

    @Test
    void equalMapsHaveEqualTexts() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("table", "t");
        one.put("db", 7L);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("db", 7);
        other.put("table", "t");

        assertThat(OffsetJson.write(one)).isEqualTo(OffsetJson.write(other)).isEqualTo("{\"db\":7,\"table\":\"t\"}");
    }

    @Test
    void integersComeBackAsLongAndFractionsAsDouble() {
        Map<String, Object> written = Map.of(
                "byte", (byte) 1, "short", (short) 2, "int", 3, "long", Long.MAX_VALUE, "float", 0.5f, "double", 0.25);

        assertThat(OffsetJson.read(OffsetJson.write(written)))
                .isEqualTo(Map.of(
                        "byte", 1L, "short", 2L, "int", 3L, "long", Long.MAX_VALUE, "float", 0.5, "double", 0.25));
    }

    @Test
    void textsAndTruthsAndNothingComeBackAsTheyWere() {
        Map<String, @Nullable Object> written = new HashMap<>();
        written.put("text", "1 \"é\u0000\n");
        written.put("truth", true);
        written.put("nothing", null);

        assertThat(OffsetJson.read(OffsetJson.write(written))).isEqualTo(written);
    }

    @Test
    void bytesComeBackAsTextInBase64() {
        Map<String, Object> written = Map.of("array", new byte[] {1, 2}, "buffer", ByteBuffer.wrap(new byte[] {1, 2}));

        assertThat(OffsetJson.read(OffsetJson.write(written))).isEqualTo(Map.of("array", "AQI=", "buffer", "AQI="));
    }

    @Test
    void anEmptyMapIsAMap() {
        assertThat(OffsetJson.write(Map.of())).isEqualTo("{}");
        assertThat(OffsetJson.read("{}")).isEmpty();
    }

    static List<Object> noPrimitives() {
        return List.of(
                Map.of("a", 1),
                List.of(1),
                new Object(),
                'c',
                BigInteger.ONE,
                BigDecimal.ONE,
                new AtomicInteger(1),
                new int[] {1});
    }

    @ParameterizedTest
    @MethodSource("noPrimitives")
    void aValueThatIsNoPrimitiveIsRefusedByField(Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetJson.write(Map.of("position", value)))
                .withMessageContaining("field position contains")
                .withMessageEndingWith(
                        value instanceof Map
                                ? "MAP"
                                : value instanceof List
                                        ? "ARRAY"
                                        : value.getClass().toString());
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // plugins are free to hand over any map
    void aKeyThatIsNoTextIsRefused() {
        Map numbered = Map.of(1, "a");
        Map nameless = new HashMap();
        nameless.put(null, "a");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetJson.write(numbered))
                .withMessageContaining("string keys, got class java.lang.Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetJson.write(nameless))
                .withMessageContaining("string keys, got null");
    }

    @ParameterizedTest
    @MethodSource("noObjects")
    void aTextThatIsNoObjectIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetJson.read(text))
                .withMessageContaining("Offsets cannot be read from JSON");
    }

    static List<String> noObjects() {
        return List.of("", "[]", "1", "{\"a\":", "null", "{} {}");
    }

    @Test
    void whatCanBeWrittenCanBeRead() {
        Map<String, String> partition = Map.of("x".repeat(60_000), "y".repeat(60_000));

        assertThat(OffsetJson.read(OffsetJson.write(partition))).isEqualTo(partition);
    }
}
