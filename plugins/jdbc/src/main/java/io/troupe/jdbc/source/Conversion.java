package io.troupe.jdbc.source;

import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * How columns become fields, as far as a configuration decides it.
 *
 * @param zone that times without a zone are of, {@code db.timezone}
 */
record Conversion(NumericMapping numbers, Granularity times, TimeZone zone) {

    static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    Calendar calendar() {
        return new GregorianCalendar(zone);
    }
}
