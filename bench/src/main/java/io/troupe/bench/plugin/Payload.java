package io.troupe.bench.plugin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** What the values of a measurement are: 100 bytes, or the same five fields without and with a schema. */
public enum Payload {
    BYTES {
        @Override
        SchemaAndValue value(long number) {
            byte[] text = String.format(Locale.ROOT, "%0100d", number).getBytes(StandardCharsets.US_ASCII);
            return new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, text);
        }
    },
    MAP {
        @Override
        SchemaAndValue value(long number) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", number);
            fields.put("name", customer(number));
            fields.put("price", priceOf(number));
            fields.put("flag", isEven(number));
            fields.put("text", TEXT);
            return new SchemaAndValue(null, fields);
        }
    },
    STRUCT {
        @Override
        SchemaAndValue value(long number) {
            Struct fields = new Struct(FIELDS)
                    .put("id", number)
                    .put("name", customer(number))
                    .put("price", priceOf(number))
                    .put("flag", isEven(number))
                    .put("text", TEXT);
            return new SchemaAndValue(FIELDS, fields);
        }
    };

    private static final int SPECIMENS = 1000;
    private static final String TEXT = "a few words, as they stand in most records";
    private static final Schema FIELDS = SchemaBuilder.struct()
            .name("io.troupe.bench.Order")
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("price", Schema.FLOAT64_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .build();

    abstract SchemaAndValue value(long number);

    /** Made once and given out again and again: making them must not be what is measured. */
    public List<SchemaAndValue> specimens() {
        return LongStream.range(0, SPECIMENS)
                .mapToObj(number -> value(1_000_000 + number))
                .toList();
    }

    private static String customer(long number) {
        return "customer-" + number;
    }

    private static double priceOf(long number) {
        return number % 10_000 / 100.0;
    }

    private static boolean isEven(long number) {
        return number % 2 == 0;
    }
}
