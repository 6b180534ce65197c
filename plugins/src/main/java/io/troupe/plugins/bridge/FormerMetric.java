package io.troupe.plugins.bridge;

import org.apache.kafka.common.Metric;

/** The method by which metrics gave their value before Kafka 3. */
public final class FormerMetric {

    private FormerMetric() {}

    public static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
