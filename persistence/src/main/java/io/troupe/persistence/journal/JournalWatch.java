package io.troupe.persistence.journal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the database about once a second whether it is there, one question at a time: however many writes wait, this is
 * the only one that dials while it is away. Whether it can be written, too, is asked by writing: where there is doubt,
 * and of a server, which may have become a standby, now and then.
 */
final class JournalWatch implements AutoCloseable {

    private static final long PRESENT_MILLIS = 1000;
    private static final long AWAY_MILLIS = 500;
    /** To read all of a database that is damaged takes its time. */
    private static final long CORRUPT_MILLIS = 30_000;
    /** Writes that fail one after the other do not make it ask more often than that. */
    private static final long HURRY_MILLIS = 100;

    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** A database that is merely slow is asked a second time before it counts as away, on a new connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LAST = Duration.ofSeconds(5);

    /** How to find out. */
    enum Way {
        LISTEN,
        WRITE,
        /** What was damaged is well only when all can be read, and written. */
        READ_ALL
    }

    /** Asks, and fails when there is no answer. */
    @FunctionalInterface
    interface Question {
        void ask(Way way) throws Exception;
    }

    private final Question question;
    private final Runnable whenClosed;
    private final boolean remote;
    private final JournalHealth health;
    private final AtomicBoolean hurried = new AtomicBoolean();
    /** Whether connections of before may lead to a database that is closed, or to a server that has become a standby. */
    private final AtomicBoolean doubtful = new AtomicBoolean();

    private final ScheduledThreadPoolExecutor thread = thread();
    private long writtenNanos = System.nanoTime();

    JournalWatch(Question question, Runnable whenClosed, boolean remote, JournalHealth health) {
        this.question = question;
        this.whenClosed = whenClosed;
        this.remote = remote;
        this.health = health;
    }

    /** What is to come later does not once it is shut down: it would open the database again. */
    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "journal-watch");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return thread;
    }

    static JournalWatch start(JournalSettings settings, JournalHealth health) {
        JournalLine line = new JournalLine(settings, PATIENCE);
        JournalWatch watch = new JournalWatch(line, line::close, settings.remote(), health);
        watch.begin();
        return watch;
    }

    /** Its first question is answered before anybody writes: the line is the one that opens an embedded database. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void begin() {
        CompletableFuture.runAsync(this::turn, thread)
                .completeOnTimeout(null, FIRST.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void turn() {
        try {
            ask();
        } finally {
            later(pause(), this::turn);
        }
    }

    private long pause() {
        if (health.corrupt()) {
            return CORRUPT_MILLIS;
        }
        return health.away() ? AWAY_MILLIS : PRESENT_MILLIS;
    }

    private void ask() {
        Way way = way();
        try {
            question.ask(way);
        } catch (Exception e) {
            Outage outage = Outage.of(e);
            doubt(outage);
            health.failed(outage);
            return;
        }
        if (doubtful.getAndSet(false)) {
            health.renew();
        }
        health.answered();
    }

    private Way way() {
        boolean doubted = hurried.getAndSet(false) || health.away();
        if (health.corrupt()) {
            return Way.READ_ALL;
        }
        if (doubted || (remote && System.nanoTime() - writtenNanos > WRITE_NANOS)) {
            writtenNanos = System.nanoTime();
            return Way.WRITE;
        }
        return Way.LISTEN;
    }

    /** The pool itself finds out about servers that do not answer any more. */
    private void doubt(Outage outage) {
        if (!remote || outage.kind() != Outage.Kind.SILENT) {
            doubtful.set(true);
        }
    }

    /** Somebody has failed to read or write. */
    void hurry(Outage outage) {
        doubt(outage);
        if (outage.kind() == Outage.Kind.CORRUPT) {
            later(0, () -> health.failed(outage));
        } else if (!health.away() && hurried.compareAndSet(false, true)) {
            later(HURRY_MILLIS, () -> {
                if (hurried.get()) {
                    ask();
                }
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void later(long millis, Runnable turn) {
        try {
            thread.schedule(turn, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            health.end();
        }
    }

    /** Waits for the line to be closed: an embedded database may end with it, and has to do so in order. */
    @Override
    public void close() {
        thread.execute(whenClosed);
        thread.shutdown();
        health.end();
        try {
            thread.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
