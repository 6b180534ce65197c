package io.troupe.jdbc.source;

import io.troupe.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query, read bit by bit. Each gets the offset from which nothing is lost when the task ends after it: in
 * mode timestamp a row of several with one time has that of the time before.
 */
final class Reading implements AutoCloseable {

    private final String topic;
    private final Map<String, String> partition;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final RowReader reader;
    private final Calendar zone;
    private final int[] times;
    private final int number;

    /** Up to which everything was handed on. */
    private SourceOffset offset;
    /** Read and not handed on: whether another one has the same time is not known yet. */
    private @Nullable Struct held;

    private @Nullable Timestamp heldTime;

    private Reading(
            String topic,
            Map<String, String> partition,
            PreparedStatement statement,
            ResultSet rows,
            RowReader reader,
            Calendar zone,
            int[] times,
            int number,
            SourceOffset from) {
        this.topic = topic;
        this.partition = partition;
        this.statement = statement;
        this.rows = rows;
        this.reader = reader;
        this.zone = zone;
        this.times = times;
        this.number = number;
        this.offset = from;
    }

    /** @param end before which rows have to be; null in modes without time */
    static Reading begin(
            Database database,
            Source source,
            RangeQuery query,
            SourceOffset from,
            @Nullable Timestamp end,
            @Nullable String numberColumn,
            List<String> timeColumns,
            SourceSettings settings)
            throws SQLException {
        Calendar zone = settings.conversion().calendar();
        PreparedStatement statement = database.connection()
                .prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try {
            statement.setFetchSize(settings.getInt(SourceSettings.BATCH));
            query.bind(statement, from, end, zone);
            ResultSet rows = statement.executeQuery();
            ResultSetMetaData columns = rows.getMetaData();
            RowReader reader = RowReader.of(columns, source.schemaName(), settings.conversion());
            int[] times = new int[timeColumns.size()];
            for (int at = 0; at < times.length; at++) {
                times[at] = indexOf(columns, timeColumns.get(at), source);
            }
            int number = numberColumn == null ? 0 : indexOf(columns, numberColumn, source);
            String topic = source.topic(settings.getString(SourceSettings.TOPIC_PREFIX));
            return new Reading(topic, source.partition(), statement, rows, reader, zone, times, number, from);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static int indexOf(ResultSetMetaData columns, String name, Source source) throws SQLException {
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            if (columns.getColumnLabel(column).equalsIgnoreCase(name)) {
                return column;
            }
        }
        throw new ConnectException("There is no column " + name + " in the rows of " + source);
    }

    /** @return as many records as asked for; fewer when there are no more */
    List<SourceRecord> next(int most) throws SQLException {
        List<SourceRecord> records = new ArrayList<>();
        while (records.size() < most && rows.next()) {
            Struct row = reader.read(rows);
            Timestamp time = time();
            if (times.length > 0 && number == 0) {
                flush(records, time);
                held = row;
                heldTime = time;
            } else {
                offset = new SourceOffset(time, number == 0 ? null : (Long) rows.getLong(number));
                records.add(record(row));
            }
        }
        if (records.size() < most) {
            flush(records, null);
        }
        return records;
    }

    /** @param next the time of the row that follows; null at the end */
    private void flush(List<SourceRecord> records, @Nullable Timestamp next) {
        Struct row = held;
        if (row == null) {
            return;
        }
        if (heldTime != null && !heldTime.equals(next)) {
            offset = new SourceOffset(heldTime, null);
        }
        records.add(record(row));
        held = null;
    }

    private SourceRecord record(Struct row) {
        Map<String, Object> stored = offset.toMap();
        return new SourceRecord(
                partition, stored.isEmpty() ? null : stored, topic, null, null, null, reader.schema(), row);
    }

    private @Nullable Timestamp time() throws SQLException {
        for (int column : times) {
            Timestamp time = rows.getTimestamp(column, zone);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    SourceOffset offset() {
        return offset;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
