package io.troupe.cluster.probe;

import io.troupe.cluster.probe.Probe.Point;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Counts on, from where the stored offsets say. */
public final class ProbeTask extends SourceTask {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Map<String, String> config = Map.of();
    private long position;

    private Probe probe() {
        return Probe.of(config.getOrDefault("name", ""));
    }

    /** Of this task alone. */
    private Probe own() {
        return Probe.of(config.getOrDefault("name", "") + "-" + config.getOrDefault("number", ""));
    }

    private Map<String, String> partition() {
        return Map.of("number", config.getOrDefault("number", ""));
    }

    @Override
    public void start(Map<String, String> settings) {
        config = settings;
        probe().pass(Point.TASK_START);
        own().pass(Point.TASK_START);
        Map<String, Object> known = context.offsetStorageReader().offset(partition());
        probe().startedFrom(known == null ? -1 : (Long) known.get("position"));
        position = known == null ? 0 : (Long) known.get("position");
    }

    @Override
    public List<SourceRecord> poll() {
        probe().pass(Point.TASK_POLL);
        LockSupport.parkNanos(PAUSE_NANOS);
        position++;
        @Nullable Map<String, ?> offset = probe().forgetsOffsets() ? null : Map.of("position", position);
        return List.of(new SourceRecord(partition(), offset, "counts", Schema.INT64_SCHEMA, position));
    }

    @Override
    public void commit() {
        probe().pass(Point.TASK_COMMIT);
    }

    @Override
    public void stop() {
        probe().pass(Point.TASK_STOP);
        own().pass(Point.TASK_STOP);
    }

    @Override
    public String version() {
        return "7.2";
    }
}
