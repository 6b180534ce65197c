package io.troupe.worker.metrics;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Frequencies;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.metrics.stats.Value;

/** The figures of one MBean. Whoever made them takes them away again. */
final class Figures implements Closeable {

    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Pattern SAMPLED = Pattern.compile("-(avg|max)(-|$)");

    private final Metrics registry;
    private final String group;
    private final Map<String, String> tags;
    private final String id;
    private final List<String> sensors = new ArrayList<>();
    private final List<MetricName> gauges = new ArrayList<>();

    /** @param id unlike every other in the registry */
    Figures(Metrics registry, String group, Map<String, String> tags, String id) {
        this.registry = registry;
        this.group = group;
        this.tags = tags;
        this.id = id;
    }

    static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    /** A figure that is asked when it is read. */
    void gauge(String attribute, String description, Supplier<?> value) {
        MetricName name = name(attribute, description);
        registry.addMetric(name, (Gauge<Object>) (config, now) -> value.get());
        gauges.add(name);
    }

    /** The same for a floating point number, which reporters treat as a measurement. */
    void measure(String attribute, String description, DoubleSupplier value) {
        MetricName name = name(attribute, description);
        registry.addMetric(name, (config, now) -> value.getAsDouble());
        gauges.add(name);
    }

    /** Figures of something that does not exist here: 0, or, of averages and maxima, not a number. */
    void absent(List<String> attributes) {
        for (String attribute : attributes) {
            boolean sampled = SAMPLED.matcher(attribute).find();
            measure(
                    attribute,
                    "Always " + (sampled ? "NaN" : "0") + ": not counted here.",
                    () -> sampled ? Double.NaN : 0);
        }
    }

    /** What is recorded adds up. */
    Sensor total(String attribute, String description) {
        Sensor sensor = sensor(attribute);
        sensor.add(name(attribute, description), new CumulativeSum());
        return sensor;
    }

    /** {@code X-rate} a second, and {@code X-total}. */
    Sensor rateAndTotal(String attribute, String what) {
        Sensor sensor = sensor(attribute);
        sensor.add(name(attribute + "-rate", what + ", a second."), new Rate());
        sensor.add(name(attribute + "-total", what + ", in all."), new CumulativeSum());
        return sensor;
    }

    /** The last value recorded. */
    Sensor last(String attribute, String description) {
        Sensor sensor = sensor(attribute);
        sensor.add(name(attribute, description), new Value());
        return sensor;
    }

    /** Largest and average of what is recorded; not a number while nothing was. */
    Sensor maxAndAverage(String max, String average, String what) {
        Sensor sensor = sensor(max);
        addMaxAndAverage(sensor, max, average, what);
        return sensor;
    }

    void addMaxAndAverage(Sensor sensor, String max, String average, String what) {
        sensor.add(name(max, what + ", at most."), new Max());
        sensor.add(name(average, what + ", on average."), new Avg());
    }

    /** {@code X-success-percentage} of 1 and {@code X-failure-percentage} of 0, as shares between 0 and 1. */
    Sensor outcomes(String attribute, String what) {
        Sensor sensor = sensor(attribute + "-outcomes");
        sensor.add(Frequencies.forBooleanValues(
                name(attribute + "-failure-percentage", "Share of " + what + " that failed."),
                name(attribute + "-success-percentage", "Share of " + what + " that succeeded.")));
        return sensor;
    }

    Sensor sensor(String label) {
        String name = id + ":" + label;
        sensors.add(name);
        return registry.sensor(name);
    }

    MetricName name(String attribute, String description) {
        return registry.metricName(attribute, group, description, tags);
    }

    @Override
    public void close() {
        sensors.forEach(registry::removeSensor);
        gauges.forEach(registry::removeMetric);
    }
}
