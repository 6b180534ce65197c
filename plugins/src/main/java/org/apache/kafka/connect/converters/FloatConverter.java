package org.apache.kafka.connect.converters;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Schema;

/** Fractions in four bytes. */
public class FloatConverter extends NumberConverter<Float> {

    public FloatConverter() {
        super(Float.class, Schema.OPTIONAL_FLOAT32_SCHEMA, Serdes.Float());
    }
}
