package io.troupe.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.connector.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.connect.health.ConnectorType;
import org.junit.jupiter.api.Test;

/** Every MBean and attribute that Kafka Connect was seen to have, with values of the same types. */
class MBeansTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private record Attribute(String bean, String name, String type) {}

    private static List<Attribute> contract() throws IOException {
        try (InputStream file = MBeansTest.class.getResourceAsStream("/contract/mbeans.tsv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(parts -> new Attribute(parts[0], parts[1], parts[2]))
                    .toList();
        }
    }

    private static void all(Counted counted) {
        counted.worker.connector(Counted.ORDERS);
        TaskMetrics task = counted.task();
        task.state(RunState.RUNNING);
        TaskPlugins.Plugin plugin = new TaskPlugins.Plugin("a.Plugin", "1");
        task.describe(new TaskPlugins(
                ConnectorType.SOURCE,
                plugin,
                plugin,
                plugin,
                plugin,
                plugin,
                Map.of("route", plugin),
                Map.of("tombstones", plugin)));
        task.source().transaction(1);
        task.sink();
        task.errors();
    }

    @Test
    void allAreThereAndGoWithTheWorker() throws Exception {
        Counted counted = new Counted("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter");
        try (counted) {
            all(counted);
            for (Attribute attribute : contract()) {
                ObjectName bean = new ObjectName(attribute
                        .bean()
                        .replace("<host:port>", counted.workerId)
                        .replace("<connector>", "orders")
                        .replace("<task>", "0")
                        .replace("node-<node>", "node--1")
                        .replace("transform=<alias>", "transform=route")
                        .replace("predicate=<alias>", "predicate=tombstones"));
                assertThat(server.getAttribute(bean, attribute.name())
                                .getClass()
                                .getSimpleName())
                        .as("%s of %s", attribute.name(), bean)
                        .isEqualTo(attribute.type());
            }
        }

        assertThat(server.queryNames(new ObjectName("kafka.connect:*"), null)).isEmpty();
    }

    @Test
    void theGroupsNameIsASetting() throws JMException {
        try (Counted counted =
                new Counted("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter", "client.id", "mine")) {
            assertThat(counted.value("connect-coordinator-metrics", "assigned-tasks", Map.of()))
                    .isEqualTo(0.0);
            assertThat(server.getAttribute(
                            new ObjectName("kafka.connect:type=connect-coordinator-metrics,client-id=mine"),
                            "assigned-tasks"))
                    .isEqualTo(0.0);
        }
    }

    @Test
    void aReporterIsToldWhoseFiguresTheyAre() {
        try (Counted counted =
                new Counted("metric.reporters", Listening.class.getName(), "metrics.context.region", "north")) {
            List<MetricsReporter> reporters = counted.worker.registry().reporters();

            assertThat(reporters).hasSize(1);
            assertThat(((Listening) reporters.get(0)).labels)
                    .containsEntry("_namespace", "kafka.connect")
                    .containsEntry("connect.kafka.cluster.id", "cluster-1")
                    .containsEntry("connect.group.id", "counted")
                    .containsEntry("region", "north");
        }
    }

    /** What a user's reporter hears. */
    public static final class Listening implements MetricsReporter {
        private Map<String, String> labels = Map.of();

        @Override
        public void contextChange(org.apache.kafka.common.metrics.MetricsContext context) {
            labels = context.contextLabels();
        }

        @Override
        public void init(List<KafkaMetric> metrics) {}

        @Override
        public void metricChange(KafkaMetric metric) {}

        @Override
        public void metricRemoval(KafkaMetric metric) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> settings) {}
    }
}
