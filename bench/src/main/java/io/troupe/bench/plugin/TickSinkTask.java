package io.troupe.bench.plugin;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Writes a line for each record before put returns: when, partition and offset. */
public final class TickSinkTask extends SinkTask {
    private @Nullable TickSettings settings;

    @Override
    public void start(Map<String, String> props) {
        settings = TickSettings.of(props);
        Notes.life(settings, "start");
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (settings == null || records.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (SinkRecord record : records) {
            lines.append(System.currentTimeMillis())
                    .append(' ')
                    .append(record.kafkaPartition())
                    .append(' ')
                    .append(record.kafkaOffset())
                    .append('\n');
        }
        Notes.add(settings.notes(), lines);
    }

    @Override
    public void stop() {
        if (settings != null) {
            Notes.life(settings, "stop");
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
