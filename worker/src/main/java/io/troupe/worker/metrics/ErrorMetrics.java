package io.troupe.worker.metrics;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;

/** {@code task-error-metrics}: what becomes of records that fail. */
public final class ErrorMetrics {

    private final Time time;
    private final Sensor failures;
    private final Sensor errors;
    private final Sensor skipped;
    private final Sensor retries;
    private final Sensor logged;
    private final Sensor deadLetterRequests;
    private final Sensor deadLetterFailures;
    private volatile long lastError;

    ErrorMetrics(Figures figures, Time time) {
        this.time = time;
        failures = figures.total("total-record-failures", "Failures of records, those that a retry mended included.");
        errors = figures.total("total-record-errors", "Records that failed for good.");
        skipped = figures.total("total-records-skipped", "Records left out because of errors.");
        retries = figures.total("total-retries", "Operations that were tried again.");
        logged = figures.total("total-errors-logged", "Errors written to the log.");
        deadLetterRequests =
                figures.total("deadletterqueue-produce-requests", "Records on their way to the dead letter queue.");
        deadLetterFailures =
                figures.total("deadletterqueue-produce-failures", "Records that did not reach the dead letter queue.");
        figures.gauge(
                "last-error-timestamp",
                "When a record last failed for good, in milliseconds since 1970; 0 for never.",
                () -> lastError);
    }

    public void failure() {
        failures.record(1);
    }

    public void error() {
        errors.record(1);
        lastError = time.milliseconds();
    }

    public void skipped() {
        skipped.record(1);
    }

    public void retry() {
        retries.record(1);
    }

    public void logged() {
        logged.record(1);
    }

    public void deadLetterRequest() {
        deadLetterRequests.record(1);
    }

    public void deadLetterFailure() {
        deadLetterFailures.record(1);
    }
}
