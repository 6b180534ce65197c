package org.apache.kafka.connect.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each converter by itself: bytes, schema, nothing, and what is not its own. */
class StockConvertersTest {

    static Stream<Arguments> converters() {
        return Stream.of(
                Arguments.of(new ShortConverter(), Schema.OPTIONAL_INT16_SCHEMA, (short) -2, bytes(0xff, 0xfe)),
                Arguments.of(new IntegerConverter(), Schema.OPTIONAL_INT32_SCHEMA, 258, bytes(0, 0, 1, 2)),
                Arguments.of(new LongConverter(), Schema.OPTIONAL_INT64_SCHEMA, 3L, bytes(0, 0, 0, 0, 0, 0, 0, 3)),
                Arguments.of(new FloatConverter(), Schema.OPTIONAL_FLOAT32_SCHEMA, 1.0f, bytes(0x3f, 0x80, 0, 0)),
                Arguments.of(
                        new DoubleConverter(),
                        Schema.OPTIONAL_FLOAT64_SCHEMA,
                        1.0,
                        bytes(0x3f, 0xf0, 0, 0, 0, 0, 0, 0)),
                Arguments.of(new BooleanConverter(), Schema.OPTIONAL_BOOLEAN_SCHEMA, true, bytes(1)),
                Arguments.of(new ByteArrayConverter(), Schema.OPTIONAL_BYTES_SCHEMA, bytes(7, 8), bytes(7, 8)));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("converters")
    void aValueGoesThereAndBack(StockConverter converter, Schema schema, Object value, byte[] bytes) {
        converter.configure(Map.of(), false);

        assertThat(converter.fromConnectData("t", schema, value)).isEqualTo(bytes);
        assertThat(converter.fromConnectData("t", null, value)).isEqualTo(bytes);
        assertThat(converter.fromConnectHeader("t", "h", schema, value)).isEqualTo(bytes);
        for (SchemaAndValue read :
                List.of(converter.toConnectData("t", bytes), converter.toConnectHeader("t", "h", bytes))) {
            assertThat(read.schema()).isEqualTo(schema);
            assertThat(read.value()).isEqualTo(value);
        }
        assertThat(converter.version()).isEqualTo("4.4.0");
        assertThat(converter.config().names()).containsExactly("converter.type");
    }

    @ParameterizedTest
    @MethodSource("converters")
    void nothingStaysNothing(StockConverter converter, Schema schema, Object value, byte[] bytes) {
        assertThat(converter.fromConnectData("t", schema, null)).isNull();
        assertThat(converter.toConnectData("t", null)).isEqualTo(new SchemaAndValue(schema, null));
    }

    @ParameterizedTest
    @MethodSource("converters")
    void whatIsOfAnotherTypeIsRefused(StockConverter converter, Schema schema, Object value, byte[] bytes) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData("t", null, "text"))
                .withMessageContaining("java.lang.String");
        if (schema.type() != Schema.Type.BYTES) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> converter.toConnectData("t", bytes(1, 2, 3)));
        }
    }

    @Test
    void aSchemaOfAnotherTypeIsRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new BooleanConverter().fromConnectData("t", Schema.STRING_SCHEMA, true))
                .withMessageContaining("STRING");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new ByteArrayConverter().fromConnectData("t", Schema.STRING_SCHEMA, bytes(1)));
    }

    @Test
    void aBufferIsTakenWholeAndLeftAlone() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(1, 2, 3)).position(2);

        assertThat(new ByteArrayConverter().fromConnectData("t", Schema.BYTES_SCHEMA, buffer))
                .isEqualTo(bytes(1, 2, 3));
        assertThat(buffer.position()).isEqualTo(2);
    }
}
