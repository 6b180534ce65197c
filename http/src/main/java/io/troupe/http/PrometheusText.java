package io.troupe.http;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;

/**
 * Figures in the text format of Prometheus: {@code kafka_connect_GROUP_ATTRIBUTE}, tags as labels. Text becomes a label
 * of a figure {@code ..._info}, whose value is always 1. Figures are read once, and sorted by name and labels.
 */
final class PrometheusText {

    static final ContentType TYPE = ContentTypes.parse(PrometheusTextFormatWriter.CONTENT_TYPE);

    private PrometheusText() {}

    static byte[] of(List<Metrics> registries) {
        Map<String, MetricFamily> families = new TreeMap<>();
        for (Metrics registry : registries) {
            for (KafkaMetric metric : registry.metrics().values()) {
                add(families, metric);
            }
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        families.values().forEach(family -> snapshots.metricSnapshot(family.snapshot()));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, snapshots.build());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written", e);
        }
        return text.toByteArray();
    }

    private static void add(Map<String, MetricFamily> families, KafkaMetric metric) {
        Object value = metric.metricValue();
        if (value == null) {
            return;
        }
        MetricName name = metric.metricName();
        String attribute = snake(name.name());
        MetricFamily family = families.computeIfAbsent(
                "kafka_connect_" + snake(name.group()) + "_" + attribute,
                full -> new MetricFamily(full, attribute, name.description(), value));
        family.add(labels(name.tags()), value);
    }

    private static Labels labels(Map<String, String> tags) {
        Labels.Builder labels = Labels.builder();
        tags.forEach((key, value) -> labels.label(PrometheusNaming.sanitizeLabelName(snake(key)), value));
        return labels.build();
    }

    private static String snake(String kafka) {
        return kafka.replace('-', '_').replace('.', '_');
    }
}
