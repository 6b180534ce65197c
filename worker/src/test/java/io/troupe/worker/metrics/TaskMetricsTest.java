package io.troupe.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.RunState;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.health.ConnectorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {

    private static final String GROUP = "connector-task-metrics";

    private final Counted counted = new Counted();
    private final TaskMetrics task = counted.task();

    @AfterEach
    void close() {
        counted.close();
    }

    private Object figure(String attribute) {
        return counted.task(GROUP, attribute);
    }

    @Test
    void aTaskThatDidNothingHasNoShares() {
        assertThat(figure("status")).isEqualTo("unassigned");
        assertThat(figure("running-ratio")).isEqualTo(0.0);
        assertThat(figure("pause-ratio")).isEqualTo(0.0);
        assertThat(figure("batch-size-max")).isEqualTo(Double.NaN);
        assertThat(figure("offset-commit-avg-time-ms")).isEqualTo(Double.NaN);
        assertThat(figure("offset-commit-success-percentage")).isEqualTo(0.0);
        assertThat(figure("connector-class")).isEqualTo("");
    }

    @Test
    void timeIsSharedByTheStates() {
        counted.time.pass(100);
        task.state(RunState.RUNNING);
        counted.time.pass(30);
        task.state(RunState.PAUSED);
        counted.time.pass(10);

        assertThat(figure("status")).isEqualTo("paused");
        assertThat(figure("running-ratio")).isEqualTo(0.75);
        assertThat(figure("pause-ratio")).isEqualTo(0.25);

        task.state(RunState.FAILED);
        counted.time.pass(40);

        assertThat(figure("status")).isEqualTo("failed");
        assertThat(figure("running-ratio")).isEqualTo(0.375);
        assertThat(figure("pause-ratio")).isEqualTo(0.125);
    }

    @Test
    void batchesAndCommitsAreSampled() {
        task.batch(4);
        task.batch(8);
        task.commitSucceeded(TimeUnit.MILLISECONDS.toNanos(10));
        task.commitSucceeded(TimeUnit.MILLISECONDS.toNanos(20));
        task.commitSucceeded(TimeUnit.MICROSECONDS.toNanos(1500));
        task.commitFailed(TimeUnit.SECONDS.toNanos(5));

        assertThat(figure("batch-size-max")).isEqualTo(8.0);
        assertThat(figure("batch-size-avg")).isEqualTo(6.0);
        assertThat(figure("offset-commit-max-time-ms")).isEqualTo(20.0);
        assertThat(figure("offset-commit-avg-time-ms")).isEqualTo(10.5);
        assertThat(figure("offset-commit-success-percentage")).isEqualTo(0.75);
        assertThat(figure("offset-commit-failure-percentage")).isEqualTo(0.25);

        counted.time.pass(90);

        assertThat(figure("batch-size-max")).isEqualTo(Double.NaN);
    }

    @Test
    void itIsMadeOfPlugins() {
        TaskPlugins.Plugin plugin = new TaskPlugins.Plugin("a.Plugin", "2");
        task.describe(new TaskPlugins(
                ConnectorType.SINK,
                plugin,
                new TaskPlugins.Plugin("a.Task", "3"),
                plugin,
                plugin,
                new TaskPlugins.Plugin("a.Header", "4"),
                Map.of("route", new TaskPlugins.Plugin("a.Router", "5")),
                Map.of("tombstones", new TaskPlugins.Plugin("a.Tombstone", "6"))));

        assertThat(figure("connector-type")).isEqualTo(ConnectorType.SINK);
        assertThat(figure("task-class")).isEqualTo("a.Task");
        assertThat(figure("header-converter-version")).isEqualTo("4");
        Map<String, String> transform = Map.of("connector", "orders", "task", "0", "transform", "route");
        assertThat(counted.value("connector-transform-metrics", "transform-class", transform))
                .isEqualTo("a.Router");
        Map<String, String> predicate = Map.of("connector", "orders", "task", "0", "predicate", "tombstones");
        assertThat(counted.value("connector-predicate-metrics", "predicate-version", predicate))
                .isEqualTo("6");

        task.close();

        assertThat(counted.groupsWith("task")).isEmpty();
    }

    @Test
    void aPluginWithoutAVersionIsUndefined() {
        assertThat(TaskPlugins.Plugin.of("text")).isEqualTo(new TaskPlugins.Plugin("java.lang.String", "undefined"));
    }

    @Test
    void aNewRunBeginsFromNought() {
        task.source().polled(5, 1);
        task.batch(5);

        TaskMetrics again = counted.worker.task(new TaskId(new ConnectorId("orders", 2), 0));
        again.source();

        assertThat(figure("batch-size-max")).isEqualTo(Double.NaN);
        assertThat(counted.task("source-task-metrics", "source-record-poll-total"))
                .isEqualTo(0.0);
    }

    @Test
    void aRunThatWasGivenUpCountsForNobody() {
        TaskMetrics again = counted.task();
        again.sink().read(1);
        again.sink().unread(2);

        task.sink().read(7);
        task.errors().failure();
        task.describe(TaskPlugins.UNKNOWN);
        task.state(RunState.FAILED);
        task.close();

        assertThat(counted.task("sink-task-metrics", "sink-record-read-total")).isEqualTo(1.0);
        assertThat(counted.task("task-health-metrics", "unread-partitions")).isEqualTo(2);
        assertThat(figure("status")).isEqualTo("unassigned");
        assertThat(counted.groupsWith("task"))
                .containsExactlyInAnyOrder(GROUP, "task-health-metrics", "sink-task-metrics");
        assertThat(counted.worker("task-count")).isEqualTo(1.0);
    }
}
