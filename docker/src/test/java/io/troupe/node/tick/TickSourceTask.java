package io.troupe.node.tick;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Counts on from the last number that was committed, in one partition: that of the task's number, or of the one that
 * lies {@code tick.shift} behind it, so that tasks trade their partitions when it changes. A record's key says which
 * run of a task wrote it.
 */
public final class TickSourceTask extends SourceTask {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private Map<String, String> settings = Map.of();
    private String topic = "";
    private long pause;
    private int part;
    private long next;
    private String writer = "";

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        RunLog.note(settings, props.get("number"), "start");
        topic = props.get("tick.topic");
        pause = Long.parseLong(props.getOrDefault("tick.millis", "20"));
        writer = UUID.randomUUID().toString();
        part = Integer.parseInt(props.get("tick.part"));
        Map<String, Object> last = context.offsetStorageReader().offset(Map.of("task", part));
        next = last == null ? 0 : (Long) last.get("n") + 1;
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (stopped.await(pause, TimeUnit.MILLISECONDS)) {
            return null;
        }
        long n = next++;
        return List.of(new SourceRecord(
                Map.of("task", part),
                Map.of("n", n),
                topic,
                part,
                Schema.STRING_SCHEMA,
                writer,
                Schema.STRING_SCHEMA,
                "" + n));
    }

    @Override
    public void stop() {
        stopped.countDown();
        RunLog.note(settings, settings.getOrDefault("number", "?"), "stop");
    }
}
