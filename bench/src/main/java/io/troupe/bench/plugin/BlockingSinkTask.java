package io.troupe.bench.plugin;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Blocks as soon as there is a record. */
public final class BlockingSinkTask extends SinkTask {
    @Override
    public void start(Map<String, String> props) {}

    @Override
    public void put(Collection<SinkRecord> records) {
        if (!records.isEmpty()) {
            BlockingCall.blockForEver();
        }
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }
}
