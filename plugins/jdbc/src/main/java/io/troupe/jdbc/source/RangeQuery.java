package io.troupe.jdbc.source;

import io.troupe.jdbc.Database;
import io.troupe.jdbc.TableId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that finds new rows: after an offset, and in modes of time before a point in time. Rows of equal time are kept
 * apart by their numbers, where there are any.
 *
 * @param sql with a parameter for each bound, in the order in which they are bound
 * @param bounds what the parameters stand for
 */
record RangeQuery(String sql, List<Bound> bounds) {

    private enum Bound {
        END,
        TIME,
        NUMBER
    }

    private static final Field<Object> PARAMETER = DSL.field(DSL.raw("?"));

    /**
     * @param query to read instead of a table
     * @param number the column of numbers; null where none counts
     * @param times the columns of time; none where they do not count
     */
    static RangeQuery of(
            Database database,
            @Nullable TableId table,
            String query,
            @Nullable String number,
            List<String> times,
            SourceOffset from,
            String suffix) {
        if (table == null && number == null && times.isEmpty()) {
            return new RangeQuery(ended(query, suffix), List.of());
        }
        List<Bound> bounds = new ArrayList<>();
        Condition condition = DSL.noCondition();
        Field<Object> time = times.isEmpty() ? null : time(times);
        Field<Object> counted = number == null ? null : DSL.field(DSL.name(number));
        if (time != null) {
            condition = condition.and(time.lt(PARAMETER));
            bounds.add(Bound.END);
        }
        condition = condition.and(after(time, counted, from, bounds));
        Table<?> source = table == null
                ? DSL.table(DSL.raw("(" + query + ")")).as(DSL.name("connect_query"))
                : DSL.table(table.toSql());
        List<Field<?>> order = new ArrayList<>();
        if (time != null) {
            order.add(time);
        }
        if (counted != null) {
            order.add(counted);
        }
        SelectConditionStep<?> select =
                database.sql().select(DSL.asterisk()).from(source).where(condition);
        return new RangeQuery(
                ended(database.sql().render(order.isEmpty() ? select : select.orderBy(order)), suffix), bounds);
    }

    private static Field<Object> time(List<String> columns) {
        List<Field<Timestamp>> fields = columns.stream()
                .map(name -> DSL.field(DSL.name(name), Timestamp.class))
                .toList();
        Field<Timestamp> first = fields.get(0);
        Field<?> time = fields.size() == 1
                ? first
                : DSL.coalesce(first, fields.subList(1, fields.size()).toArray(Field<?>[]::new));
        return DSL.field("{0}", Object.class, time);
    }

    private static Condition after(
            @Nullable Field<Object> time, @Nullable Field<Object> number, SourceOffset from, List<Bound> bounds) {
        Condition later = time == null || from.timestamp() == null ? null : time.gt(PARAMETER);
        Condition higher = number == null || from.incrementing() == null ? null : number.gt(PARAMETER);
        if (time != null && later != null && higher != null) {
            bounds.addAll(List.of(Bound.TIME, Bound.NUMBER, Bound.TIME));
            return time.eq(PARAMETER).and(higher).or(later);
        }
        if (later != null) {
            bounds.add(Bound.TIME);
            return later;
        }
        if (higher != null && time == null) {
            bounds.add(Bound.NUMBER);
            return higher;
        }
        return DSL.noCondition();
    }

    private static String ended(String sql, String suffix) {
        return suffix.isBlank() ? sql : sql + " " + suffix.strip();
    }

    /** @param end before which rows have to be; null in modes without time */
    void bind(PreparedStatement statement, SourceOffset from, @Nullable Timestamp end, Calendar zone)
            throws SQLException {
        int at = 1;
        for (Bound bound : bounds) {
            switch (bound) {
                case END -> statement.setTimestamp(at, end, zone);
                case TIME -> statement.setTimestamp(at, from.timestamp(), zone);
                case NUMBER -> statement.setLong(at, Objects.requireNonNull(from.incrementing()));
            }
            at++;
        }
    }
}
