package org.apache.kafka.connect.converters;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A number of one type as Kafka's serializer of that type writes it; the schema of the data is not asked for. */
abstract class NumberConverter<T extends Number> extends StockConverter {

    private final Class<T> type;
    private final Schema schema;
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    /** @param schema what data gets that was read; optional, since a record may have no value */
    NumberConverter(Class<T> type, Schema schema, Serde<T> serde) {
        this.type = type;
        this.schema = schema;
        this.serializer = serde.serializer();
        this.deserializer = serde.deserializer();
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema unused, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new DataException("Expected a value of type " + type.getSimpleName() + ", but it is a "
                    + value.getClass().getName());
        }
        return serializer.serialize(topic, type.cast(value));
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        try {
            return new SchemaAndValue(schema, deserializer.deserialize(topic, value));
        } catch (SerializationException e) {
            throw new DataException("The bytes are not a value of type " + type.getSimpleName(), e);
        }
    }
}
