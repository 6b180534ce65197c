package io.troupe.bench.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Counts on from the last number that was committed. */
public final class TickSourceTask extends SourceTask {
    private static final String OFFSET = "n";

    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable TickSettings settings;
    private Map<String, ?> partition = Map.of();
    private String topic = "";
    private long interval;
    private int number;
    private long next;

    @Override
    public void start(Map<String, String> props) {
        settings = TickSettings.of(props);
        number = settings.number();
        partition = Map.of("task", number);
        topic = MeasuringSettings.required(props, TickSettings.TOPIC);
        interval = Long.parseLong(props.getOrDefault(TickSettings.INTERVAL, "20"));
        Map<String, Object> last = context.offsetStorageReader().offset(partition);
        next = last != null && last.get(OFFSET) instanceof Number counted ? counted.longValue() + 1 : 0;
        Notes.life(settings, "start");
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (stopped.await(interval, TimeUnit.MILLISECONDS)) {
            return null;
        }
        long now = next++;
        return List.of(new SourceRecord(
                partition, Map.of(OFFSET, now), topic, number, null, null, Schema.STRING_SCHEMA, Long.toString(now)));
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (settings != null) {
            Notes.life(settings, "stop");
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
