package org.apache.kafka.connect.converters;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Schema;

/** Whole numbers in two bytes. */
public class ShortConverter extends NumberConverter<Short> {

    public ShortConverter() {
        super(Short.class, Schema.OPTIONAL_INT16_SCHEMA, Serdes.Short());
    }
}
