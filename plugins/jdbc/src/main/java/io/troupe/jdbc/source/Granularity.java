package io.troupe.jdbc.source;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** How exactly, and as what, columns of points in time are handed on. */
@SuppressWarnings("JavaUtilDate") // it is what Connect's logical type is
enum Granularity {
    CONNECT_LOGICAL,
    MICROS_LONG,
    MICROS_STRING,
    MICROS_ISO_DATETIME_STRING,
    NANOS_LONG,
    NANOS_STRING,
    NANOS_ISO_DATETIME_STRING;

    private static final long NANOS_OF_SECOND = 1_000_000_000L;

    static Granularity of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    SchemaBuilder schema() {
        return switch (this) {
            case CONNECT_LOGICAL -> org.apache.kafka.connect.data.Timestamp.builder();
            case MICROS_LONG, NANOS_LONG -> SchemaBuilder.int64();
            default -> new SchemaBuilder(Schema.Type.STRING);
        };
    }

    /** @param zone that the ISO strings are of */
    Object value(Timestamp time, ZoneId zone) {
        return switch (this) {
            case CONNECT_LOGICAL -> new java.util.Date(time.getTime());
            case MICROS_LONG -> nanos(time) / 1_000;
            case NANOS_LONG -> nanos(time);
            case MICROS_STRING -> Long.toString(nanos(time) / 1_000);
            case NANOS_STRING -> Long.toString(nanos(time));
            case MICROS_ISO_DATETIME_STRING -> iso(time, zone, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
            case NANOS_ISO_DATETIME_STRING -> iso(time, zone, "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS");
        };
    }

    private static String iso(Timestamp time, ZoneId zone, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .format(time.toInstant().atZone(zone));
    }

    /** Exact for every year that a long of nanoseconds reaches, 1677 to 2262. */
    private static long nanos(Timestamp time) {
        long seconds = Math.floorDiv(time.getTime(), 1_000L);
        return BigDecimal.valueOf(seconds)
                .multiply(BigDecimal.valueOf(NANOS_OF_SECOND))
                .add(BigDecimal.valueOf(time.getNanos()))
                .longValueExact();
    }
}
