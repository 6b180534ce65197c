package org.apache.kafka.connect.converters;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Schema;

/** Whole numbers in four bytes. */
public class IntegerConverter extends NumberConverter<Integer> {

    public IntegerConverter() {
        super(Integer.class, Schema.OPTIONAL_INT32_SCHEMA, Serdes.Integer());
    }
}
