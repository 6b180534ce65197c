package io.troupe.cluster.probe;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** Answers {@code tick} with another number each time, valid for a second, and {@code tasks} with what it was set to. */
public final class Ticking implements ConfigProvider {

    private static final AtomicInteger TICKS = new AtomicInteger();
    private static final AtomicInteger TASKS = new AtomicInteger(1);

    /** How many tasks connectors are to have from the next time they ask. */
    public static void tasks(int count) {
        TASKS.set(count);
    }

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public ConfigData get(String path) {
        return get(path, Set.of());
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        return new ConfigData(
                Map.of("tick", Integer.toString(TICKS.incrementAndGet()), "tasks", Integer.toString(TASKS.get())),
                1_000L);
    }

    @Override
    public void close() {}
}
