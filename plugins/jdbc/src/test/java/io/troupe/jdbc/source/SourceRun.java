package io.troupe.jdbc.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** What a worker does with the source, as far as tests of it need a worker: it keeps the offset of each record it takes. */
final class SourceRun implements AutoCloseable {

    private static final long LIMIT_NANOS = 20_000_000_000L;

    final Map<Map<String, ?>, @Nullable Map<String, ?>> offsets = new HashMap<>();
    final AtomicInteger reconfigurations = new AtomicInteger();
    private final Map<String, String> settings;
    private final JdbcSourceConnector connector = new JdbcSourceConnector();
    private final List<JdbcSourceTask> tasks = new ArrayList<>();

    SourceRun(Map<String, String> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.putIfAbsent("poll.interval.ms", "20");
        this.settings.putIfAbsent("topic.prefix", "t.");
        this.settings.putIfAbsent("connection.attempts", "1");
    }

    SourceRun start() {
        return start(1);
    }

    SourceRun start(int maxTasks) {
        connector.initialize(new ConnectorSide());
        connector.start(settings);
        connector.taskConfigs(maxTasks).forEach(this::startTask);
        return this;
    }

    List<Map<String, String>> taskConfigs(int maxTasks) {
        return connector.taskConfigs(maxTasks);
    }

    private void startTask(Map<String, String> config) {
        JdbcSourceTask task = new JdbcSourceTask();
        task.initialize(new TaskSide());
        task.start(config);
        tasks.add(task);
    }

    /** What was taken is committed; what is left is somebody else's. */
    void stop() {
        tasks.forEach(JdbcSourceTask::stop);
        tasks.clear();
        connector.stop();
    }

    /** One after the other, as many; each is taken for good. */
    List<SourceRecord> take(int count) throws InterruptedException {
        List<SourceRecord> taken = new ArrayList<>();
        long end = System.nanoTime() + LIMIT_NANOS;
        while (taken.size() < count) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Only " + taken.size() + " of " + count + " records came: " + taken);
            }
            for (JdbcSourceTask task : tasks) {
                List<SourceRecord> polled = task.poll();
                if (polled != null) {
                    polled.stream().limit(count - taken.size()).forEach(record -> {
                        taken.add(record);
                        offsets.put(record.sourcePartition(), copy(record.sourceOffset()));
                    });
                }
            }
        }
        return taken;
    }

    private static @Nullable Map<String, ?> copy(@Nullable Map<String, ?> offset) {
        return offset == null ? null : Map.copyOf(offset);
    }

    /** Polls for so many times as every table is read at least once. */
    List<SourceRecord> rest() throws InterruptedException {
        List<SourceRecord> rest = new ArrayList<>();
        long end = System.nanoTime() + 300_000_000L;
        while (System.nanoTime() - end < 0) {
            for (JdbcSourceTask task : tasks) {
                List<SourceRecord> polled = task.poll();
                if (polled != null) {
                    rest.addAll(polled);
                }
            }
        }
        return rest;
    }

    static List<Object> values(List<SourceRecord> records, String field) {
        return records.stream()
                .map(record -> ((Struct) record.value()).get(field))
                .toList();
    }

    boolean awaits(Predicate<SourceRun> what) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!what.test(this)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            rest();
        }
        return true;
    }

    @Override
    public void close() {
        stop();
    }

    private final class Reader implements OffsetStorageReader {
        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            return (Map<String, Object>) offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            throw new UnsupportedOperationException();
        }
    }

    private final class TaskSide implements SourceTaskContext {
        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, String> configs() {
            return settings;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new Reader();
        }
    }

    private final class ConnectorSide implements SourceConnectorContext, ConnectorContext {
        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new Reader();
        }

        @Override
        public void requestTaskReconfiguration() {
            reconfigurations.incrementAndGet();
        }

        @Override
        public void raiseError(Exception e) {
            throw new AssertionError(e);
        }
    }
}
