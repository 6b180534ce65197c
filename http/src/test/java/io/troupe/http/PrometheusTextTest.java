package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {

    private final Metrics worker = new Metrics();
    private final Metrics group = new Metrics(new MetricConfig().tags(Map.of("client-id", "connect-1")));

    @AfterEach
    void close() {
        worker.close();
        group.close();
    }

    private void figure(Metrics registry, String group, String attribute, Object value, Map<String, String> tags) {
        registry.addMetric(registry.metricName(attribute, group, "What " + attribute + " is.", tags), (Gauge<Object>)
                (config, now) -> value);
    }

    /** Without what the registries count of themselves. */
    private String text() {
        return new String(PrometheusText.of(List.of(worker, group)), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains("kafka_metrics_count"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void figuresAreSortedByNameAndLabels() {
        for (int task : new int[] {1, 0}) {
            Map<String, String> tags = Map.of("connector", "orders", "task", Integer.toString(task));
            figure(worker, "sink-task-metrics", "sink-record-read-total", 10.0 + task, tags);
            figure(worker, "connector-task-metrics", "batch-size-max", Double.NaN, tags);
            figure(worker, "connector-task-metrics", "status", "running", tags);
        }
        figure(worker, "connect-worker-metrics", "connector-total-task-count", 2L, Map.of("connector", "orders"));
        figure(group, "connect-coordinator-metrics", "assigned-tasks", 2.0, Map.of());

        assertThat(text()).isEqualTo("""
                # HELP kafka_connect_connect_coordinator_metrics_assigned_tasks What assigned-tasks is.
                # TYPE kafka_connect_connect_coordinator_metrics_assigned_tasks gauge
                kafka_connect_connect_coordinator_metrics_assigned_tasks{client_id="connect-1"} 2.0
                # HELP kafka_connect_connect_worker_metrics_connector_total_task_count What connector-total-task-count is.
                # TYPE kafka_connect_connect_worker_metrics_connector_total_task_count gauge
                kafka_connect_connect_worker_metrics_connector_total_task_count{connector="orders"} 2.0
                # HELP kafka_connect_connector_task_metrics_batch_size_max What batch-size-max is.
                # TYPE kafka_connect_connector_task_metrics_batch_size_max gauge
                kafka_connect_connector_task_metrics_batch_size_max{connector="orders",task="0"} NaN
                kafka_connect_connector_task_metrics_batch_size_max{connector="orders",task="1"} NaN
                # HELP kafka_connect_connector_task_metrics_status_info What status is.
                # TYPE kafka_connect_connector_task_metrics_status_info gauge
                kafka_connect_connector_task_metrics_status_info{connector="orders",status="running",task="0"} 1
                kafka_connect_connector_task_metrics_status_info{connector="orders",status="running",task="1"} 1
                # HELP kafka_connect_sink_task_metrics_sink_record_read_total What sink-record-read-total is.
                # TYPE kafka_connect_sink_task_metrics_sink_record_read_total counter
                kafka_connect_sink_task_metrics_sink_record_read_total{connector="orders",task="0"} 10.0
                kafka_connect_sink_task_metrics_sink_record_read_total{connector="orders",task="1"} 11.0
                """);
    }

    @Test
    void namesOfConnectorsCanBeAnything() {
        figure(worker, "connector-metrics", "figure", 1.0, Map.of("connector", "a\"b\\c\nd {ä}"));

        assertThat(text()).contains("{connector=\"a\\\"b\\\\c\\nd {ä}\"} 1.0\n");
    }

    @Test
    void whatHasNoValueIsLeftOut() {
        worker.addMetric(worker.metricName("none", "g"), (Gauge<Object>) (config, now) -> null);

        assertThat(text()).isEmpty();
    }

    @Test
    void aThousandConnectorsAreWrittenAtOnce() {
        for (int i = 0; i < 1000; i++) {
            for (int figure = 0; figure < 50; figure++) {
                figure(worker, "g", "figure-" + figure, 1.0, Map.of("connector", "c" + i));
            }
        }

        assertThat(text().lines().filter(line -> !line.startsWith("#"))).hasSize(50_000);
    }

    @Test
    void itIsServedAsText() {
        try (TestServer server = new TestServer()) {
            server.serve(List.of(Endpoint.get(
                            "/metrics",
                            exchange -> CompletableFuture.completedFuture(Answers.empty(200)
                                    .withEntity(HttpEntities.create(PrometheusText.TYPE, new byte[0]))))
                    .giving(PrometheusText.TYPE.mediaType())));

            for (String accept : List.of(
                    "text/plain",
                    "*/*",
                    "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.6,*/*;q=0.1")) {
                var answer = server.send("GET", "/metrics", "", "Accept", accept);
                assertThat(answer.statusCode()).as(accept).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type)
                        .isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8"));
            }
            assertThat(server.send("GET", "/metrics", "", "Accept", "image/png").statusCode())
                    .isEqualTo(406);
        }
    }
}
