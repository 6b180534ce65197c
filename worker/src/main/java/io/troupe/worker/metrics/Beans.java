package io.troupe.worker.metrics;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.utils.Time;

/**
 * Where figures are registered. Its monitor guards who registers and who leaves, so that a task that starts and its
 * predecessor that ends do not meet under one name.
 */
final class Beans {

    private final Metrics registry;
    private final Time time;
    private final AtomicLong opened = new AtomicLong();

    Beans(Metrics registry, Time time) {
        this.registry = registry;
        this.time = time;
    }

    Figures open(String group, Map<String, String> tags) {
        return new Figures(registry, group, tags, group + "-" + opened.incrementAndGet());
    }

    /** Figures that nobody sees: of a task that was given up, yet still counts. */
    Figures unseen(String group, Map<String, String> tags) {
        return new Figures(new Metrics(), group, tags, group);
    }

    /** What a plugin registers for itself; the owner closes it. */
    PluginMetricsImpl ofPlugin(Map<String, String> tags, boolean seen) {
        return new PluginMetricsImpl(seen ? registry : new Metrics(), tags);
    }

    Metrics registry() {
        return registry;
    }

    Time time() {
        return time;
    }
}
