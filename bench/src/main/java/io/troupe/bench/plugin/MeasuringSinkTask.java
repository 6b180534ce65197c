package io.troupe.bench.plugin;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Counts what it gets and lets it go. */
public final class MeasuringSinkTask extends SinkTask {
    private @Nullable Measurement measurement;

    @Override
    public void start(Map<String, String> props) {
        measurement = Measurement.of(MeasuringSettings.of(props));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (measurement != null) {
            measurement.add(records.size());
        }
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }
}
