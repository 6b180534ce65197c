package io.troupe.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.connector.RunState;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.health.ConnectorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerMetricsTest {

    private static final Map<String, String> ORDERS = Map.of("connector", "orders");

    private final Counted counted = new Counted("connect.protocol", "eager");

    @AfterEach
    void close() {
        counted.close();
    }

    private Object connector(String attribute) {
        return counted.value("connector-metrics", attribute, ORDERS);
    }

    private Object tasks(String state) {
        return counted.value("connect-worker-metrics", "connector-" + state + "-task-count", ORDERS);
    }

    private Object coordinator(String attribute) {
        return counted.value("connect-coordinator-metrics", attribute, Map.of());
    }

    private Object rebalances(String attribute) {
        return counted.value("connect-worker-rebalance-metrics", attribute, Map.of());
    }

    @Test
    void aConnectorSaysWhatItIs() {
        ConnectorMetrics metrics = counted.worker.connector(Counted.ORDERS);
        assertThat(connector("status")).isEqualTo("unassigned");

        metrics.describe(new TaskPlugins.Plugin("a.Connector", "2"), ConnectorType.SOURCE);
        metrics.state(RunState.PAUSED);

        assertThat(connector("status")).isEqualTo("paused");
        assertThat(connector("connector-class")).isEqualTo("a.Connector");
        assertThat(connector("connector-version")).isEqualTo("2");
        assertThat(connector("connector-type")).isEqualTo("source");
        assertThat(counted.worker("connector-count")).isEqualTo(1.0);
        assertThat(coordinator("assigned-connectors")).isEqualTo(1.0);

        metrics.close();
        metrics.close();

        assertThat(counted.groupsWith("connector")).isEmpty();
        assertThat(counted.worker("connector-count")).isEqualTo(0.0);
    }

    @Test
    void anInstanceIsOneAttemptToStartAConnector() {
        for (int i = 0; i < 3; i++) {
            ConnectorMetrics good = counted.worker.connector(Counted.ORDERS);
            good.state(RunState.RUNNING);
            good.state(RunState.PAUSED);
            good.state(RunState.RUNNING);
            good.state(RunState.FAILED);
        }
        counted.worker.connector(new ConnectorId("bad", 1)).state(RunState.FAILED);
        counted.worker.connector(new ConnectorId("resting", 1)).state(RunState.PAUSED);

        assertThat(counted.worker("connector-startup-attempts-total")).isEqualTo(4.0);
        assertThat(counted.worker("connector-startup-success-total")).isEqualTo(3.0);
        assertThat(counted.worker("connector-startup-failure-total")).isEqualTo(1.0);
        assertThat(counted.worker("connector-startup-success-percentage")).isEqualTo(0.75);
        assertThat(counted.worker("connector-startup-failure-percentage")).isEqualTo(0.25);
        assertThat(counted.worker("connector-count")).isEqualTo(3.0);
    }

    @Test
    void tasksCountAsStartedOnlyWhenTheyCannotBeMade() {
        counted.task().state(RunState.RUNNING);
        assertThat(counted.worker("task-startup-attempts-total")).isEqualTo(0.0);
        assertThat(counted.worker("task-startup-success-percentage")).isEqualTo(0.0);

        counted.worker.taskNotMade();

        assertThat(counted.worker("task-startup-attempts-total")).isEqualTo(1.0);
        assertThat(counted.worker("task-startup-failure-total")).isEqualTo(1.0);
        assertThat(counted.worker("task-startup-success-total")).isEqualTo(0.0);
        assertThat(counted.worker("task-startup-failure-percentage")).isEqualTo(1.0);
    }

    @Test
    void tasksAreCountedByState() {
        TaskMetrics first = counted.task();
        TaskMetrics second = counted.worker.task(Counted.SECOND);
        first.state(RunState.RUNNING);
        second.state(RunState.FAILED);

        assertThat(tasks("total")).isEqualTo(2L);
        assertThat(tasks("running")).isEqualTo(1L);
        assertThat(tasks("failed")).isEqualTo(1L);
        assertThat(tasks("paused")).isEqualTo(0L);
        assertThat(tasks("unassigned")).isEqualTo(0L);
        assertThat(counted.worker("task-count")).isEqualTo(2.0);
        assertThat(coordinator("assigned-tasks")).isEqualTo(2.0);

        second.close();
        assertThat(tasks("total")).isEqualTo(1L);
        first.close();

        assertThat(counted.groupsWith("connector")).isEmpty();
    }

    @Test
    void changesOfMembersAreTheRebalances() {
        counted.worker.group().joined();
        counted.worker.group().changed("http://a:1/");
        counted.time.pass(7);
        counted.worker.group().changed("");
        counted.time.pass(3);

        assertThat(coordinator("join-total")).isEqualTo(1.0);
        assertThat(coordinator("rebalance-total")).isEqualTo(2.0);
        assertThat(coordinator("last-rebalance-seconds-ago")).isEqualTo(3.0);
        assertThat(rebalances("epoch")).isEqualTo(2.0);
        assertThat(rebalances("completed-rebalances-total")).isEqualTo(2.0);
        assertThat(rebalances("time-since-last-rebalance-ms")).isEqualTo(3000.0);
        assertThat(rebalances("leader-name")).isEqualTo("");
        assertThat(rebalances("connect-protocol")).isEqualTo("EAGER");
        assertThat(rebalances("rebalancing")).isEqualTo(0.0);
        assertThat(rebalances("rebalance-avg-time-ms")).isEqualTo(Double.NaN);
        assertThat(coordinator("heartbeat-response-time-max")).isEqualTo(Double.NaN);
        assertThat(coordinator("failed-rebalance-total")).isEqualTo(0.0);
    }

    @Test
    void samplingIsASetting() {
        try (Counted short1 = new Counted("metrics.sample.window.ms", "1000", "metrics.num.samples", "1")) {
            short1.task().batch(4);
            short1.time.pass(2);

            assertThat(short1.task("connector-task-metrics", "batch-size-max")).isEqualTo(Double.NaN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "metrics.num.samples, 0",
        "metrics.sample.window.ms, -1",
        "metrics.recording.level, LOUD",
        "metric.reporters, no.Such"
    })
    void aBadSettingIsNamed(String key, String value) {
        assertThatExceptionOfType(org.apache.kafka.common.KafkaException.class)
                .isThrownBy(() -> new Counted(key, value).close())
                .withMessageContaining(value);
    }

    @Test
    void theRangeIsChecked() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new Counted("metrics.num.samples", "0").close());
    }
}
