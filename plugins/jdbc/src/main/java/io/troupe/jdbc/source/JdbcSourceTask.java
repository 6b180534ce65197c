package io.troupe.jdbc.source;

import io.troupe.jdbc.Database;
import io.troupe.jdbc.TableId;
import io.troupe.jdbc.Version;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads its tables in turn, each as often as the poll interval says, over one connection, a batch a poll. */
public final class JdbcSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSourceTask.class);
    /** How long a poll waits at most, so that the task hears of its end. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private @Nullable SourceSettings settings;
    private final List<TableRun> tables = new ArrayList<>();
    private @Nullable Database database;
    private @Nullable Backoff backoff;
    private volatile boolean stopping;

    @Override
    public String version() {
        return Version.of(JdbcSourceTask.class);
    }

    @Override
    public void start(Map<String, String> properties) {
        SourceSettings read = new SourceSettings(properties);
        settings = read;
        backoff = new Backoff(read.connection().backoffMillis(), read.getInt(SourceSettings.QUERY_RETRIES));
        Mode mode = read.mode();
        if (read.query() != null) {
            tables.add(run(new Source(null, mode), read));
        }
        for (String table : properties.getOrDefault(SourceSettings.TABLES, "").split("\n", -1)) {
            if (!table.isEmpty()) {
                tables.add(run(new Source(TableId.of(table), mode), read));
            }
        }
        LOG.info("Reading {}", tables);
    }

    private TableRun run(Source source, SourceSettings read) {
        Map<String, Object> stored = null;
        for (Map<String, String> partition : source.partitions()) {
            stored = stored == null ? context.offsetStorageReader().offset(partition) : stored;
        }
        return new TableRun(source, read, SourceOffset.of(stored));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        SourceSettings known = Objects.requireNonNull(settings);
        Backoff retries = Objects.requireNonNull(backoff);
        long now = System.nanoTime();
        TableRun next = tables.stream()
                .min((one, other) -> Long.compare(one.dueNanos() - now, other.dueNanos() - now))
                .orElse(null);
        long wait = Math.max(next == null ? WAIT_NANOS : next.dueNanos() - now, retries.waitNanos(now));
        if (wait > 0 || next == null) {
            LockSupport.parkNanos(Math.min(wait, WAIT_NANOS));
            return null;
        }
        try {
            Database open = database == null ? Database.openPatiently(known.connection()) : database;
            database = open;
            List<SourceRecord> records = next.read(open, known);
            retries.succeeded();
            return records.isEmpty() ? null : records;
        } catch (SQLException e) {
            failed(next, retries, e);
            return null;
        }
    }

    /** A table that was dropped is left alone until it is back; whatever else goes wrong is tried again later. */
    private void failed(TableRun table, Backoff retries, SQLException failure) {
        table.abort();
        Database broken = database;
        database = null;
        if (broken != null) {
            broken.close();
        }
        if (stopping) {
            return;
        }
        if (table.isGone(failure)) {
            LOG.warn("{} is not there any more: {}", table, failure.getMessage());
            table.rest();
            return;
        }
        if (SqlStates.saysQueryIsWrong(failure) || !retries.failed(System.nanoTime())) {
            throw new ConnectException("Reading " + table + " failed: " + failure.getMessage(), failure);
        }
        LOG.warn("Reading {} failed and is tried again: {}", table, failure.getMessage());
    }

    @Override
    public void stop() {
        stopping = true;
        tables.forEach(TableRun::abort);
        Database open = database;
        if (open != null) {
            open.close();
        }
    }
}
