package io.troupe.jdbc.source;

import java.util.Locale;

/** What becomes of {@code NUMERIC} columns; those of type {@code DECIMAL} are always Decimal. */
enum NumericMapping {
    /** Decimal. */
    NONE,
    /** Whole numbers where there are no digits after the point and at most 18 before it. */
    PRECISION_ONLY,
    /** The smallest number that holds them; Decimal where none does. */
    BEST_FIT,
    /** The same, but float64 whenever there are digits after the point. */
    BEST_FIT_EAGER_DOUBLE;

    static NumericMapping of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    enum As {
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT64,
        DECIMAL
    }

    private static final int MOST_DIGITS = 18;

    /** @param precision digits in all; 0 where the column does not limit them, and so says nothing of its scale either */
    As of(int precision, int scale) {
        boolean unlimited = precision <= 0;
        return switch (this) {
            case NONE -> As.DECIMAL;
            case PRECISION_ONLY -> !unlimited && scale == 0 && precision <= MOST_DIGITS ? whole(precision) : As.DECIMAL;
            case BEST_FIT -> {
                if (unlimited) {
                    yield As.FLOAT64;
                }
                if (precision > MOST_DIGITS) {
                    yield As.DECIMAL;
                }
                yield scale <= 0 ? whole(precision - scale) : As.FLOAT64;
            }
            case BEST_FIT_EAGER_DOUBLE -> {
                if (unlimited || scale > 0) {
                    yield As.FLOAT64;
                }
                yield precision <= MOST_DIGITS ? whole(precision - scale) : As.DECIMAL;
            }
        };
    }

    private static As whole(int digits) {
        if (digits <= 2) {
            return As.INT8;
        }
        if (digits <= 4) {
            return As.INT16;
        }
        if (digits <= 9) {
            return As.INT32;
        }
        return digits <= MOST_DIGITS ? As.INT64 : As.DECIMAL;
    }
}
