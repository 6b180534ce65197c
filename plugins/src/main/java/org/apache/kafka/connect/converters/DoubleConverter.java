package org.apache.kafka.connect.converters;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Schema;

/** Fractions in eight bytes. */
public class DoubleConverter extends NumberConverter<Double> {

    public DoubleConverter() {
        super(Double.class, Schema.OPTIONAL_FLOAT64_SCHEMA, Serdes.Double());
    }
}
