package io.troupe.persistence.journal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the database about once a second whether it is there, one question at a time: however many writes wait, this is
 * the only one that dials while it is away.
 */
final class JournalWatch implements AutoCloseable {

    private static final long PRESENT_MILLIS = 1000;
    private static final long AWAY_MILLIS = 500;
    /** Writes that fail one after the other do not make it ask more often than that. */
    private static final long HURRY_MILLIS = 100;
    /** A database that is merely slow is asked a second time before it counts as away, on a new connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Asks, and fails when there is no answer. */
    @FunctionalInterface
    interface Question {
        void ask() throws Exception;
    }

    private final Question question;
    private final Runnable whenClosed;
    private final JournalHealth health;
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "journal-watch");
        made.setDaemon(true);
        return made;
    });

    JournalWatch(Question question, Runnable whenClosed, JournalHealth health) {
        this.question = question;
        this.whenClosed = whenClosed;
        this.health = health;
    }

    static JournalWatch start(JournalSettings settings, JournalHealth health) {
        DatabaseLine line = new DatabaseLine(settings, PATIENCE);
        JournalWatch watch = new JournalWatch(line::dial, line::close, health);
        watch.later(0, watch::turn);
        return watch;
    }

    private void turn() {
        ask();
        later(health.away() ? AWAY_MILLIS : PRESENT_MILLIS, this::turn);
    }

    private void ask() {
        try {
            question.ask();
        } catch (Exception e) {
            health.silent(e);
            return;
        }
        health.answered();
    }

    void hurry() {
        if (!health.away() && hurried.compareAndSet(false, true)) {
            later(HURRY_MILLIS, () -> {
                hurried.set(false);
                ask();
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

    @Override
    public void close() {
        thread.execute(whenClosed);
        thread.shutdown();
        health.end();
    }
}
