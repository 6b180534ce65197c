package io.troupe.node.tick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Writes a line for each record before put returns: when, and partition, offset, value and topic. */
public final class TickSinkTask extends SinkTask {

    /** Longer than a worker waits for a task. */
    private static final long HOLD_MILLIS = 30_000;

    private Map<String, String> settings = Map.of();
    private Path file = Path.of("");

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        RunLog.note(props, props.get("number"), "start");
        file = Path.of(props.get("tick.folder")).resolve("sink-" + props.get("number") + ".txt");
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        StringBuilder lines = new StringBuilder();
        for (SinkRecord record : records) {
            lines.append(System.currentTimeMillis())
                    .append(' ')
                    .append(record.kafkaPartition())
                    .append(' ')
                    .append(record.kafkaOffset())
                    .append(' ')
                    .append(record.value())
                    .append(' ')
                    .append(record.topic())
                    .append('\n');
        }
        try {
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does not come back where the task's folder holds it: there is a file {@code hold-} with its number. */
    @Override
    public void stop() {
        String number = settings.get("number");
        if (Files.exists(Path.of(settings.getOrDefault("tick.folder", "")).resolve("hold-" + number))) {
            RunLog.note(settings, number, "stop");
            try {
                Thread.sleep(HOLD_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
