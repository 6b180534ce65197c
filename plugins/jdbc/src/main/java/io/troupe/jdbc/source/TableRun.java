package io.troupe.jdbc.source;

import io.troupe.jdbc.Database;
import io.troupe.jdbc.TableId;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a table, or the query, is read again and again. */
final class TableRun {

    private static final Logger LOG = LoggerFactory.getLogger(TableRun.class);

    private final Source source;
    private final Columns columns;
    private final long intervalNanos;
    private final long restNanos;
    private long dueNanos = System.nanoTime();
    private long begunNanos;
    private SourceOffset offset;
    private boolean begun;
    private @Nullable Reading reading;

    TableRun(Source source, SourceSettings settings, SourceOffset offset) {
        this.source = source;
        this.offset = offset;
        this.columns = Columns.of(settings, source.table());
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(settings.getInt(SourceSettings.POLL));
        this.restNanos = TimeUnit.MILLISECONDS.toNanos(settings.getLong(SourceSettings.TABLE_POLL));
    }

    /**
     * When it is to be read next, by {@link System#nanoTime}. While rows of a query are left it stays due, and as the one
     * that has been due the longest: nothing else may use the connection before they are read.
     */
    long dueNanos() {
        return dueNanos;
    }

    /** A batch. */
    List<SourceRecord> read(Database database, SourceSettings settings) throws SQLException {
        long now = System.nanoTime();
        Reading open = reading;
        if (open == null) {
            open = begin(database, settings);
            reading = open;
            begunNanos = now;
        }
        int most = settings.getInt(SourceSettings.BATCH);
        List<SourceRecord> records = open.next(most);
        offset = open.offset();
        if (records.size() < most) {
            reading = null;
            dueNanos = begunNanos + intervalNanos;
            open.close();
            database.connection().commit();
        }
        return records;
    }

    private Reading begin(Database database, SourceSettings settings) throws SQLException {
        Isolation.of(settings.getString(SourceSettings.ISOLATION)).apply(database.connection());
        Mode mode = source.mode();
        TableId table = source.table();
        Timestamp end = mode.usesTimestamps() ? end(database, settings) : null;
        if (!begun) {
            columns.find(database, table);
            offset = initial(settings, end);
            begun = true;
        }
        String query = table == null
                ? Objects.requireNonNull(settings.query())
                : database.sql().render(DSL.selectFrom(DSL.table(table.toSql())));
        RangeQuery range = RangeQuery.of(
                database,
                mode == Mode.BULK ? null : table,
                query,
                columns.number(),
                columns.times(),
                offset,
                settings.getString(SourceSettings.QUERY_SUFFIX));
        LOG.debug("{}", range.sql());
        return Reading.begin(database, source, range, offset, end, columns.number(), columns.times(), settings);
    }

    private static Timestamp end(Database database, SourceSettings settings) throws SQLException {
        Timestamp now = database.now(settings.conversion().calendar());
        Timestamp end = new Timestamp(now.getTime() - settings.getLong(SourceSettings.TIMESTAMP_DELAY));
        end.setNanos(end.getNanos() / 1_000_000 * 1_000_000 + now.getNanos() % 1_000_000);
        return end;
    }

    private SourceOffset initial(SourceSettings settings, @Nullable Timestamp now) {
        Long initial = settings.getLong(SourceSettings.TIMESTAMP_INITIAL);
        if (offset.timestamp() != null || initial == null || now == null) {
            return offset;
        }
        return new SourceOffset(initial == -1 ? now : new Timestamp(initial), offset.incrementing());
    }

    boolean isGone(SQLException failure) {
        return source.table() != null && SqlStates.saysTableIsGone(failure);
    }

    /** Until somebody may have noticed that the table is gone. */
    void rest() {
        dueNanos = System.nanoTime() + restNanos;
    }

    /** What was not handed on is read again, after whatever else is due: a table that fails holds up no other. */
    void abort() {
        Reading open = reading;
        reading = null;
        dueNanos = System.nanoTime();
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("Its connection is of no use any more", e);
            }
        }
    }

    @Override
    public String toString() {
        return source.toString();
    }

    /** The columns that tell new rows. */
    private static final class Columns {
        private final Mode mode;
        private final List<String> times;
        private final @Nullable String configured;
        private final boolean validated;
        private @Nullable String number;

        private Columns(Mode mode, List<String> times, @Nullable String configured, boolean validated) {
            this.mode = mode;
            this.times = times;
            this.configured = configured;
            this.validated = validated;
        }

        static Columns of(SourceSettings settings, @Nullable TableId table) {
            Mode mode = settings.mode();
            return new Columns(
                    mode,
                    mode.usesTimestamps() ? settings.timestampColumns(table) : List.of(),
                    settings.incrementingColumn(table),
                    settings.getBoolean(SourceSettings.VALIDATE_NON_NULL));
        }

        void find(Database database, @Nullable TableId table) throws SQLException {
            number = mode.usesNumbers() ? configured : null;
            if (table == null || mode == Mode.BULK) {
                if (mode.usesNumbers() && configured == null) {
                    throw new ConnectException("A query is read by a column of numbers that "
                            + SourceSettings.INCREMENTING_COLUMN + " has to name");
                }
                return;
            }
            List<Database.Column> all = database.columns(table);
            if (mode.usesNumbers() && configured == null) {
                number = all.stream()
                        .filter(Database.Column::counts)
                        .map(Database.Column::name)
                        .findFirst()
                        .orElseThrow(() -> new ConnectException("The database counts no column of table " + table
                                + ": name one in " + SourceSettings.INCREMENTING_COLUMN));
            }
            if (validated) {
                refuseNulls(all, table);
            }
        }

        private void refuseNulls(List<Database.Column> all, TableId table) {
            String counted = number;
            if (counted != null && all.stream().anyMatch(it -> it.name().equalsIgnoreCase(counted) && it.optional())) {
                throw new ConnectException("The column " + counted + " of table " + table + " may be null, and rows"
                        + " without it would never be read; " + SourceSettings.VALIDATE_NON_NULL
                        + "=false accepts that");
            }
            boolean never = !times.isEmpty()
                    && times.stream().allMatch(time -> all.stream()
                            .anyMatch(it -> it.name().equalsIgnoreCase(time) && it.optional()));
            if (never) {
                throw new ConnectException("All of the columns " + times + " of table " + table + " may be null, and"
                        + " rows without them would never be read; " + SourceSettings.VALIDATE_NON_NULL
                        + "=false accepts that");
            }
        }

        @Nullable
        String number() {
            return number;
        }

        List<String> times() {
            return times;
        }
    }
}
