package contract.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;

/** Numbers its records and goes on after the last committed one. */
public class ProbeSourceTask extends SourceTask {
    private Probe probe = Probe.none("task");
    private Map<String, String> settings = Map.of();
    private Map<String, String> partition = Map.of();
    private long next;
    private volatile boolean stopped;

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void initialize(SourceTaskContext context) {
        super.initialize(context);
        probe = ProbeSourceConnector.probeFor("task-" + context.configs().get("probe.task"), context.configs());
        probe.call("initialize");
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        partition = Map.of("task", props.get("probe.task"));
        Map<String, Object> offset = context.offsetStorageReader().offset(partition);
        next = offset == null || offset.get("n") == null ? 0 : (Long) offset.get("n") + 1;
        probe.call("start", offset);
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        probe.call("poll");
        // How long a poll of this source takes, as in the recorded traces; no test waits by it.
        Thread.sleep(Long.parseLong(settings.getOrDefault("probe.pause.ms", "100")));
        long total = Long.parseLong(settings.getOrDefault("probe.total", "3"));
        int batch = Integer.parseInt(settings.getOrDefault("probe.batch", "1"));
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < batch && next < total && !stopped; i++, next++) {
            records.add(record());
        }
        probe.call("poll returns", records.isEmpty() ? null : records.size());
        if (!records.isEmpty() && context.transactionContext() != null) {
            context.transactionContext().commitTransaction();
        }
        return records.isEmpty() ? null : records;
    }

    private SourceRecord record() {
        String topic = settings.getOrDefault("probe.topic", "probe");
        String position = settings.getOrDefault("probe.position", "");
        boolean neither = position.equals("null-both");
        Map<String, ?> offset = position.equals("null-offset") || neither
                ? null
                : position.equals("empty-offset") ? Map.of() : Map.of("n", next);
        Map<String, ?> partition = position.equals("null-partition") || neither
                ? null
                : position.equals("empty-partition") ? Map.of() : this.partition;
        return switch (settings.getOrDefault("probe.value", "text")) {
            case "null" -> new SourceRecord(partition, offset, topic, null, null);
            case "unsupported" -> new SourceRecord(partition, offset, topic, null, new Object());
            default -> new SourceRecord(partition, offset, topic, Schema.STRING_SCHEMA, "v" + next);
        };
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        probe.call("commitRecord", record.sourceOffset(), metadata == null ? "no metadata" : "metadata");
    }

    @Override
    public void commit() {
        probe.call("commit");
    }

    @Override
    public void stop() {
        stopped = true;
        probe.call("stop");
    }
}
