package io.troupe.jdbc.source;

import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a table was read. As a map it has the point in time in milliseconds, of its second the nanoseconds, and the
 * number; what a mode does not use is left out.
 */
record SourceOffset(@Nullable Timestamp timestamp, @Nullable Long incrementing) {

    static final SourceOffset NONE = new SourceOffset(null, null);

    private static final String TIMESTAMP = "timestamp";
    private static final String NANOS = "timestamp_nanos";
    private static final String INCREMENTING = "incrementing";

    /** @param stored by this connector or the one that it takes the place of; null when there is nothing */
    static SourceOffset of(@Nullable Map<String, ?> stored) {
        if (stored == null) {
            return NONE;
        }
        Timestamp time = null;
        if (stored.get(TIMESTAMP) instanceof Number millis) {
            time = new Timestamp(millis.longValue());
            if (stored.get(NANOS) instanceof Number nanos) {
                time.setNanos(nanos.intValue());
            }
        }
        Long number = stored.get(INCREMENTING) instanceof Number known ? (Long) known.longValue() : null;
        return new SourceOffset(time, number);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (timestamp != null) {
            map.put(TIMESTAMP, timestamp.getTime());
            map.put(NANOS, (long) timestamp.getNanos());
        }
        if (incrementing != null) {
            map.put(INCREMENTING, incrementing);
        }
        return map;
    }
}
