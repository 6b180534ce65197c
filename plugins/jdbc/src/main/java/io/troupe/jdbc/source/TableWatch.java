package io.troupe.jdbc.source;

import io.troupe.jdbc.Database;
import io.troupe.jdbc.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks on a thread of its own which tables there are, and says when they are others than before. */
final class TableWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);

    private final SourceSettings settings;
    private final TableSelection selection;
    private final Runnable changed;
    private final Consumer<Exception> broken;
    private final Thread thread;
    private @Nullable List<TableId> tables;
    private Set<String> missing = Set.of();
    private @Nullable ConnectException failure;
    private boolean closed;

    /**
     * @param changed called when there are other tables than {@link #tables} last said
     * @param broken called when there is no use in looking any more
     */
    TableWatch(SourceSettings settings, Runnable changed, Consumer<Exception> broken) {
        this.settings = settings;
        this.selection = TableSelection.of(settings);
        this.changed = changed;
        this.broken = broken;
        this.thread = new Thread(this::run, "jdbc-source-tables");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                look();
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    TimeUnit.MILLISECONDS.timedWait(this, settings.getLong(SourceSettings.TABLE_POLL));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The connector was stopped");
        }
    }

    /** Of a database that is away nothing is known, so that nothing changes. */
    private void look() throws InterruptedException {
        try (Database database = Database.openPatiently(settings.connection())) {
            Set<String> absent = new TreeSet<>();
            List<TableId> now = selection.in(database, absent);
            if (!absent.isEmpty() && !absent.equals(missing)) {
                LOG.warn("There are no tables {} yet", absent);
            }
            missing = absent;
            List<TableId> before;
            synchronized (this) {
                before = tables;
                tables = now;
                notifyAll();
            }
            if (before != null && !before.equals(now)) {
                LOG.info("The tables are {} now", now);
                changed.run();
            }
        } catch (SQLException | RuntimeException e) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                if (tables != null && !(e instanceof ConfigException)) {
                    LOG.warn("Which tables there are cannot be told: {}", e.getMessage());
                    return;
                }
                failure = new ConnectException("Which tables there are cannot be told: " + e.getMessage(), e);
                notifyAll();
            }
            broken.accept(e);
        }
    }

    /**
     * Waits for the first look.
     *
     * @throws ConnectException when it failed, or took longer
     */
    synchronized List<TableId> tables(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (tables == null && failure == null && !closed && end - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("Interrupted while looking for tables", e);
            }
        }
        List<TableId> known = tables;
        if (known == null) {
            throw failure != null ? failure : new ConnectException("The database does not say which tables there are");
        }
        return known;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
