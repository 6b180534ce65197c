package io.troupe.http;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.HashMap;
import java.util.Map;

/** All figures of one name, told apart by their labels: a counter for a total, a gauge for another number, or text. */
final class MetricFamily {

    private static final String TOTAL = "_total";

    private enum Kind {
        COUNTER,
        GAUGE,
        TEXT
    }

    private final Kind kind;
    private final String name;
    private final String attribute;
    private final String help;
    private final Map<Labels, Object> values = new HashMap<>();

    /**
     * @param attribute the last part of the name; the label that text becomes
     * @param example one of the values
     */
    MetricFamily(String name, String attribute, String help, Object example) {
        this.kind = !(example instanceof Number) ? Kind.TEXT : name.endsWith(TOTAL) ? Kind.COUNTER : Kind.GAUGE;
        this.name = PrometheusNaming.sanitizeMetricName(name); // the suffix of a counter is written by its kind
        this.attribute = attribute;
        this.help = help;
    }

    void add(Labels labels, Object value) {
        values.put(labels, value);
    }

    MetricSnapshot snapshot() {
        return switch (kind) {
            case COUNTER -> counter();
            case GAUGE -> gauge();
            case TEXT -> text();
        };
    }

    private MetricSnapshot counter() {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(Math.max(0, number(value)))
                .build()));
        return counter.build();
    }

    private MetricSnapshot gauge() {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(number(value))
                .build()));
        return gauge.build();
    }

    private MetricSnapshot text() {
        InfoSnapshot.Builder text = InfoSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> text.dataPoint(InfoDataPointSnapshot.builder()
                .labels(labels.add(attribute, value.toString()))
                .build()));
        return text.build();
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
