package io.troupe.worker.errors;

import io.troupe.worker.metrics.ErrorMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * What becomes of a record that something failed on: it is tried again, skipped, or fails the task
 * (contract/behaviours.md, section 7). Nobody comes here while all goes well.
 */
public final class Tolerance implements AutoCloseable {

    private static final Duration FIRST_DELAY = Duration.ofMillis(300);
    private static final int MOST_DOUBLINGS = 30;

    private final ErrorSettings settings;
    private final List<ErrorReporter> reporters;
    private final ErrorMetrics metrics;
    private final CountDownLatch hurried = new CountDownLatch(1);

    public Tolerance(ErrorSettings settings, List<ErrorReporter> reporters, ErrorMetrics metrics) {
        this.settings = settings;
        this.reporters = List.copyOf(reporters);
        this.metrics = metrics;
    }

    /**
     * Goes on after a first failure.
     *
     * @return what a later attempt gave
     * @throws SkippedRecord when the record is given up and that is tolerated
     * @throws ConnectException when the record is given up and that is not tolerated
     */
    @SuppressWarnings("FutureReturnValueIgnored") // whoever has to wait for a dead letter asks the queue
    public <T> T recover(FailedRecord first, Callable<T> again) {
        long begunNanos = System.nanoTime();
        FailedRecord failed = first;
        for (int retries = 0; ; retries++) {
            metrics.failure();
            if (!(failed.error() instanceof RetriableException) || !waitToRetry(begunNanos, retries)) {
                giveUp(failed);
                throw new SkippedRecord();
            }
            metrics.retry();
            try {
                return again.call();
            } catch (Exception e) {
                failed = first.with(e);
            }
        }
    }

    /**
     * Takes a failure that nothing can be done about.
     *
     * @return completes when the record is noted wherever it has to be
     * @throws ConnectException when failures are not tolerated; the record is being noted all the same
     */
    public CompletableFuture<Void> accept(FailedRecord failed) {
        metrics.failure();
        return giveUp(failed);
    }

    public boolean tolerateAll() {
        return settings.tolerateAll();
    }

    private CompletableFuture<Void> giveUp(FailedRecord failed) {
        metrics.error();
        CompletableFuture<?>[] noted =
                reporters.stream().map(reporter -> reporter.report(failed)).toArray(CompletableFuture<?>[]::new);
        if (!settings.tolerateAll()) {
            throw new ConnectException("Tolerance exceeded in error handler", failed.error());
        }
        metrics.skipped();
        return CompletableFuture.allOf(noted);
    }

    /** False when the time for retries is over. */
    private boolean waitToRetry(long begunNanos, int retries) {
        long leftMillis =
                settings.retryTimeout().toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
        if (leftMillis <= 0) {
            return false;
        }
        await(Math.min(leftMillis, delayMillis(retries)));
        return true;
    }

    private long delayMillis(int retries) {
        long doubled = FIRST_DELAY.toMillis() << Math.min(retries, MOST_DOUBLINGS);
        long most = settings.retryDelayMax().toMillis();
        return doubled <= most ? doubled : ThreadLocalRandom.current().nextLong(most);
    }

    /** A record that waits while its task has to stop is neither skipped nor reported: it will be read again. */
    private void await(long millis) {
        try {
            if (hurried.await(millis, TimeUnit.MILLISECONDS)) {
                throw new ConnectException("The task stops while a record waits to be tried again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while a record waits to be tried again", e);
        }
    }

    /** The task has to stop: whoever waits here does not any longer. Safe from any thread. */
    public void hurry() {
        hurried.countDown();
    }

    @Override
    public void close() {
        reporters.forEach(ErrorReporter::close);
    }
}
