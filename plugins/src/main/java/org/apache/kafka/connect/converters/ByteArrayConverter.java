package org.apache.kafka.connect.converters;

import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Bytes as they are. */
public class ByteArrayConverter extends StockConverter {

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        requireType(schema, Schema.Type.BYTES);
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            return bytesOf(buffer);
        }
        throw new DataException(
                "Expected bytes, but it is a " + value.getClass().getName());
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, value);
    }

    /** From the beginning, wherever the reader before stood; and that one's position stays as it is. */
    private static byte[] bytesOf(ByteBuffer buffer) {
        ByteBuffer whole = buffer.duplicate().rewind();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return bytes;
    }
}
