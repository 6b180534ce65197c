package io.troupe.jdbc.source;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column.
 *
 * @param missing what stands for null where the column does not allow it, as with dates that are none
 */
@SuppressWarnings("JavaUtilDate") // it is what Connect's logical types are
record FieldReader(Schema schema, Getter getter, @Nullable Object missing) {

    /** The decimals of a number that says nothing of them; what has more of them fails, and is not cut. */
    private static final int SCALE_OF_UNLIMITED = 38;

    private static final String PRECISION = "connect.decimal.precision";

    interface Getter {
        @Nullable
        Object get(ResultSet row, int column) throws SQLException;
    }

    @Nullable
    Object read(ResultSet row, int column) throws SQLException {
        Object value = getter.get(row, column);
        return value == null && !schema.isOptional() ? missing : value;
    }

    static FieldReader of(ResultSetMetaData columns, int column, Conversion conversion) throws SQLException {
        boolean optional = columns.isNullable(column) != ResultSetMetaData.columnNoNulls;
        String type = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        int precision = columns.getPrecision(column);
        int scale = columns.getScale(column);
        if (type.equals("uuid")) {
            return text(optional);
        }
        boolean signed = columns.isSigned(column) && !type.contains("unsigned");
        return switch (columns.getColumnType(column)) {
            case Types.BOOLEAN -> plain(SchemaBuilder.bool(), optional, orNull(ResultSet::getBoolean));
            case Types.BIT -> bit(type, precision, optional);
            case Types.TINYINT ->
                signed
                        ? plain(SchemaBuilder.int8(), optional, orNull(ResultSet::getByte))
                        : plain(SchemaBuilder.int16(), optional, orNull(ResultSet::getShort));
            case Types.SMALLINT ->
                signed
                        ? plain(SchemaBuilder.int16(), optional, orNull(ResultSet::getShort))
                        : plain(SchemaBuilder.int32(), optional, orNull(ResultSet::getInt));
            case Types.INTEGER ->
                signed
                        ? plain(SchemaBuilder.int32(), optional, orNull(ResultSet::getInt))
                        : plain(SchemaBuilder.int64(), optional, orNull(ResultSet::getLong));
            case Types.BIGINT -> plain(SchemaBuilder.int64(), optional, orNull(ResultSet::getLong));
            case Types.REAL -> plain(SchemaBuilder.float32(), optional, orNull(ResultSet::getFloat));
            case Types.FLOAT, Types.DOUBLE -> plain(SchemaBuilder.float64(), optional, orNull(ResultSet::getDouble));
            case Types.DECIMAL -> decimal(precision, scale, optional);
            case Types.NUMERIC -> number(conversion.numbers().of(precision, scale), precision, scale, optional);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                plain(SchemaBuilder.bytes(), optional, ResultSet::getBytes);
            case Types.DATE -> date(optional);
            case Types.TIME, Types.TIME_WITH_TIMEZONE -> time(conversion, optional);
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> timestamp(conversion, optional);
            case Types.ARRAY -> array(type, optional);
            default -> text(optional);
        };
    }

    private static FieldReader plain(SchemaBuilder schema, boolean optional, Getter getter) {
        return new FieldReader((optional ? schema.optional() : schema).build(), getter, null);
    }

    private static FieldReader text(boolean optional) {
        return plain(SchemaBuilder.string(), optional, ResultSet::getString);
    }

    /** PostgreSQL's booleans are called bits by its driver, and its strings of bits, too. */
    private static FieldReader bit(String type, int precision, boolean optional) {
        if (type.startsWith("bool")) {
            return plain(SchemaBuilder.bool(), optional, orNull(ResultSet::getBoolean));
        }
        if (type.startsWith("varbit") || precision > Byte.SIZE) {
            return plain(SchemaBuilder.bytes(), optional, ResultSet::getBytes);
        }
        return plain(SchemaBuilder.int8(), optional, orNull(ResultSet::getByte));
    }

    private static FieldReader number(NumericMapping.As as, int precision, int scale, boolean optional) {
        return switch (as) {
            case INT8 -> plain(SchemaBuilder.int8(), optional, orNull(ResultSet::getByte));
            case INT16 -> plain(SchemaBuilder.int16(), optional, orNull(ResultSet::getShort));
            case INT32 -> plain(SchemaBuilder.int32(), optional, orNull(ResultSet::getInt));
            case INT64 -> plain(SchemaBuilder.int64(), optional, orNull(ResultSet::getLong));
            case FLOAT64 -> plain(SchemaBuilder.float64(), optional, orNull(ResultSet::getDouble));
            case DECIMAL -> decimal(precision, scale, optional);
        };
    }

    private static FieldReader decimal(int precision, int scale, boolean optional) {
        int kept = precision <= 0 ? SCALE_OF_UNLIMITED : scale;
        SchemaBuilder schema = Decimal.builder(kept);
        if (precision > 0) {
            schema.parameter(PRECISION, Integer.toString(precision));
        }
        return plain(schema, optional, (row, column) -> {
            BigDecimal value = row.getBigDecimal(column);
            try {
                return value == null ? null : value.setScale(kept, RoundingMode.UNNECESSARY);
            } catch (ArithmeticException e) {
                throw new DataException(
                        "The number " + value + " of column "
                                + row.getMetaData().getColumnLabel(column) + " has more than " + kept
                                + " decimals; the column should limit them",
                        e);
            }
        });
    }

    /** A day is the same one wherever the worker is. */
    private static FieldReader date(boolean optional) {
        SchemaBuilder schema = Date.builder();
        return new FieldReader(
                (optional ? schema.optional() : schema).build(),
                (row, column) -> {
                    java.sql.Date date = row.getDate(column, new GregorianCalendar(Conversion.UTC));
                    return date == null ? null : new java.util.Date(date.getTime());
                },
                new java.util.Date(0));
    }

    private static FieldReader time(Conversion conversion, boolean optional) {
        Calendar zone = conversion.calendar();
        return plain(Time.builder(), optional, (row, column) -> {
            java.sql.Time time = row.getTime(column, zone);
            return time == null
                    ? null
                    : new java.util.Date(
                            ofDay(time.getTime() + conversion.zone().getOffset(time.getTime())));
        });
    }

    private static long ofDay(long millis) {
        return Math.floorMod(millis, 86_400_000L);
    }

    private static FieldReader timestamp(Conversion conversion, boolean optional) {
        SchemaBuilder schema = conversion.times().schema();
        Calendar zone = conversion.calendar();
        Timestamp epoch = new Timestamp(0);
        return new FieldReader(
                (optional ? schema.optional() : schema).build(),
                (row, column) -> {
                    Timestamp time = row.getTimestamp(column, zone);
                    return time == null
                            ? null
                            : conversion.times().value(time, conversion.zone().toZoneId());
                },
                conversion.times().value(epoch, conversion.zone().toZoneId()));
    }

    /** Of numbers, booleans and texts; elements of other kinds become texts. */
    private static FieldReader array(String type, boolean optional) {
        Schema element = element(type.startsWith("_") ? type.substring(1) : type.replaceAll("[\\s(\\[].*", ""));
        return plain(SchemaBuilder.array(element), optional, (row, column) -> {
            Array array = row.getArray(column);
            if (array == null) {
                return null;
            }
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object one : (Object[]) array.getArray()) {
                elements.add(element.type() == Schema.Type.STRING && one != null ? one.toString() : one);
            }
            return elements;
        });
    }

    private static Schema element(String type) {
        return switch (type) {
            case "int4", "integer", "serial" -> Schema.OPTIONAL_INT32_SCHEMA;
            case "int8", "bigint" -> Schema.OPTIONAL_INT64_SCHEMA;
            case "float4", "real" -> Schema.OPTIONAL_FLOAT32_SCHEMA;
            case "float8", "double" -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case "bool", "boolean" -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            default -> Schema.OPTIONAL_STRING_SCHEMA;
        };
    }

    private static Getter orNull(Getter of) {
        return (row, column) -> {
            Object value = of.get(row, column);
            return row.wasNull() ? null : value;
        };
    }
}
