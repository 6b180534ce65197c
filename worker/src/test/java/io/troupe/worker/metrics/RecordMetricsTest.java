package io.troupe.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sources, sinks and errors count. */
class RecordMetricsTest {

    private final Counted counted = new Counted();
    private final TaskMetrics task = counted.task();

    @AfterEach
    void close() {
        counted.close();
    }

    private Object source(String attribute) {
        return counted.task("source-task-metrics", attribute);
    }

    private Object sink(String attribute) {
        return counted.task("sink-task-metrics", attribute);
    }

    private Object errors(String attribute) {
        return counted.task("task-error-metrics", attribute);
    }

    @Test
    void aSourceThatPolledNothing() {
        task.source();

        assertThat(source("source-record-active-count")).isEqualTo(0.0);
        assertThat(source("source-record-active-count-max")).isEqualTo(Double.NaN);
        assertThat(source("poll-batch-avg-time-ms")).isEqualTo(Double.NaN);
        assertThat(source("source-record-write-rate")).isEqualTo(0.0);
    }

    @Test
    void aSourcePollsAndWrites() {
        SourceMetrics source = task.source();
        assertThat(task.source()).isSameAs(source);
        source.polled(100, TimeUnit.MILLISECONDS.toNanos(3));
        source.polled(20, TimeUnit.MILLISECONDS.toNanos(5));
        source.written(90, 30);

        assertThat(source("source-record-poll-total")).isEqualTo(120.0);
        assertThat(source("source-record-write-total")).isEqualTo(60.0);
        assertThat(source("source-record-active-count")).isEqualTo(30.0);
        assertThat(source("source-record-active-count-max")).isEqualTo(120.0);
        assertThat(source("source-record-active-count-avg")).isEqualTo((100 + 120 + 30) / 3.0);
        assertThat(source("poll-batch-max-time-ms")).isEqualTo(5.0);
        assertThat(source("poll-batch-avg-time-ms")).isEqualTo(4.0);

        counted.time.pass(30);

        assertThat(source("source-record-poll-rate")).isEqualTo(120 / 30.0);
        assertThat(source("source-record-write-rate")).isEqualTo(60 / 30.0);

        source.written(40, 0);

        assertThat(source("source-record-active-count"))
                .as("never below nought")
                .isEqualTo(0.0);
    }

    @Test
    void onlySourcesWithTransactionsHaveSizesOfThem() {
        task.source();
        assertThat(counted.worker.registry().metrics().keySet())
                .noneMatch(name -> name.name().startsWith("transaction-size"));

        task.source().transaction(3);
        task.source().transaction(5);

        assertThat(source("transaction-size-min")).isEqualTo(3.0);
        assertThat(source("transaction-size-max")).isEqualTo(5.0);
        assertThat(source("transaction-size-avg")).isEqualTo(4.0);
    }

    @Test
    void aSinkReadsPutsAndCommits() {
        SinkMetrics sink = task.sink();
        sink.partitions(3);
        sink.read(500);
        sink.put(480, TimeUnit.MILLISECONDS.toNanos(4));
        sink.put(0, TimeUnit.MILLISECONDS.toNanos(2));
        sink.uncommitted(500);
        sink.commitSent(1);
        sink.commitSkipped();
        sink.commitSent(2);
        sink.commitCompleted();
        sink.uncommitted(0);

        assertThat(sink("partition-count")).isEqualTo(3.0);
        assertThat(sink("sink-record-read-total")).isEqualTo(500.0);
        assertThat(sink("sink-record-send-total")).isEqualTo(480.0);
        assertThat(sink("put-batch-max-time-ms")).isEqualTo(4.0);
        assertThat(sink("put-batch-avg-time-ms")).isEqualTo(3.0);
        assertThat(sink("sink-record-active-count")).isEqualTo(0.0);
        assertThat(sink("sink-record-active-count-max")).isEqualTo(500.0);
        assertThat(sink("sink-record-active-count-avg")).isEqualTo(250.0);
        assertThat(sink("offset-commit-seq-no")).isEqualTo(2.0);
        assertThat(sink("offset-commit-completion-total")).isEqualTo(1.0);
        assertThat(sink("offset-commit-skip-total")).isEqualTo(1.0);

        counted.time.pass(50);

        assertThat(sink("sink-record-read-rate")).isEqualTo(10.0);
        assertThat(sink("offset-commit-completion-rate")).isEqualTo(0.02);
    }

    @Test
    void errorsAreCountedOneByOne() {
        ErrorMetrics errors = task.errors();
        assertThat(errors("last-error-timestamp")).isEqualTo(0L);
        for (int i = 0; i < 7; i++) {
            errors.failure();
        }
        for (int i = 0; i < 6; i++) {
            errors.retry();
        }
        for (int i = 0; i < 5; i++) {
            errors.error();
        }
        for (int i = 0; i < 4; i++) {
            errors.skipped();
        }
        for (int i = 0; i < 3; i++) {
            errors.logged();
        }
        errors.deadLetterRequest();
        errors.deadLetterRequest();
        errors.deadLetterFailure();

        assertThat(errors("total-record-failures")).isEqualTo(7.0);
        assertThat(errors("total-retries")).isEqualTo(6.0);
        assertThat(errors("total-record-errors")).isEqualTo(5.0);
        assertThat(errors("total-records-skipped")).isEqualTo(4.0);
        assertThat(errors("total-errors-logged")).isEqualTo(3.0);
        assertThat(errors("deadletterqueue-produce-requests")).isEqualTo(2.0);
        assertThat(errors("deadletterqueue-produce-failures")).isEqualTo(1.0);
        assertThat(errors("last-error-timestamp")).isEqualTo(counted.time.milliseconds());
    }
}
