package org.apache.kafka.connect.converters;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Schema;

/** Whole numbers in eight bytes. */
public class LongConverter extends NumberConverter<Long> {

    public LongConverter() {
        super(Long.class, Schema.OPTIONAL_INT64_SCHEMA, Serdes.Long());
    }
}
