package io.troupe.bench.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Blocks in poll or stop, or has nothing to do. */
public final class BlockingSourceTask extends SourceTask {
    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public @Nullable List<SourceRecord> poll() {
        BlockingCall.reached("poll", config);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        return null;
    }

    @Override
    public void stop() {
        BlockingCall.reached("task.stop", config);
    }

    @Override
    public String version() {
        return "1";
    }
}
