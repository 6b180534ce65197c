package org.apache.kafka.connect.converters;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.BooleanDeserializer;
import org.apache.kafka.common.serialization.BooleanSerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** True and false in one byte. */
public class BooleanConverter extends StockConverter {

    private final BooleanSerializer serializer = new BooleanSerializer();
    private final BooleanDeserializer deserializer = new BooleanDeserializer();

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        requireType(schema, Schema.Type.BOOLEAN);
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean truth) {
            return serializer.serialize(topic, truth);
        }
        throw new DataException("Expected a value of type Boolean, but it is a "
                + value.getClass().getName());
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        try {
            return new SchemaAndValue(Schema.OPTIONAL_BOOLEAN_SCHEMA, deserializer.deserialize(topic, value));
        } catch (SerializationException e) {
            throw new DataException("The bytes are not a value of type Boolean", e);
        }
    }
}
