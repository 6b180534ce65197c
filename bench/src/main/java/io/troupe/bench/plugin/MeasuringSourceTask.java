package io.troupe.bench.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** A new record and a new offset each time, as real sources make them; everything else is made once. */
public final class MeasuringSourceTask extends SourceTask {
    private static final int BATCH = 500;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Map<String, ?> PARTITION = Map.of("origin", "measuring");

    private List<SchemaAndValue> specimens = List.of();
    private String topic = "";
    private long share;
    private long position;
    private @Nullable Measurement measurement;

    @Override
    public void start(Map<String, String> props) {
        specimens = MeasuringSettings.payload(props).specimens();
        topic = MeasuringSettings.required(props, MeasuringSettings.TOPIC);
        share = MeasuringSettings.share(props);
        measurement = Measurement.of(MeasuringSettings.of(props));
    }

    @Override
    public @Nullable List<SourceRecord> poll() {
        if (position == share) {
            LockSupport.parkNanos(IDLE_NANOS);
            return null;
        }
        int count = (int) Math.min(BATCH, share - position);
        long now = System.currentTimeMillis();
        List<SourceRecord> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SchemaAndValue specimen = specimens.get((int) (position % specimens.size()));
            position++;
            batch.add(new SourceRecord(
                    PARTITION,
                    Map.of("position", position),
                    topic,
                    null,
                    null,
                    null,
                    specimen.schema(),
                    specimen.value(),
                    now));
        }
        return batch;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (measurement != null) {
            measurement.add(1);
        }
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }
}
