package contract.probe;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Notes the calls of a sink task. */
public class ProbeSinkTask extends SinkTask {
    private Probe probe = Probe.none("task");
    private Map<String, String> settings = Map.of();
    private Collection<TopicPartition> opened = List.of();

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void initialize(SinkTaskContext context) {
        super.initialize(context);
        probe = ProbeSourceConnector.probeFor("task-" + context.configs().get("probe.task"), context.configs());
        probe.asking(this::ask);
        probe.call("initialize");
    }

    /** What a fault has it ask for: "timeout MS", "offset N|null", "offsets null|empty", "offset-of-null". */
    private void ask(String wish) {
        String[] words = wish.split(" ", -1);
        switch (words[0]) {
            case "timeout" -> context.timeout(Long.parseLong(words[1]));
            case "offset" -> {
                Map<TopicPartition, Long> offsets = new HashMap<>();
                Long offset = words[1].equals("null") ? null : Long.valueOf(words[1]);
                opened.forEach(partition -> offsets.put(partition, offset));
                context.offset(offsets);
            }
            case "offsets" -> context.offset(words[1].equals("null") ? null : Map.of());
            case "offset-of-null" -> context.offset(null, 0L);
            default -> throw new IllegalArgumentException(wish);
        }
    }

    @Override
    public void start(Map<String, String> props) {
        settings = props;
        probe.call("start", "reporter=" + (context.errantRecordReporter() != null));
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        opened = List.copyOf(partitions);
        probe.call("open", partitions);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a sink need not wait
    public void put(Collection<SinkRecord> records) {
        if (records.isEmpty()) {
            probe.call("put nothing");
            return;
        }
        probe.call("put", records.size());
        if (Boolean.parseBoolean(settings.get("probe.report"))) {
            for (SinkRecord record : records) {
                context.errantRecordReporter().report(record, new IllegalArgumentException("probe dislikes this"));
            }
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        StringBuilder offsets = new StringBuilder();
        currentOffsets.forEach(
                (partition, offset) -> offsets.append(partition).append('=').append(offset.offset()));
        probe.call("preCommit", offsets);
        return switch (settings.getOrDefault("probe.precommit", "all")) {
            case "none" -> Map.of();
            case "null" -> null;
            default -> super.preCommit(currentOffsets);
        };
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        probe.call("flush");
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        probe.call("close", partitions);
    }

    @Override
    public void stop() {
        probe.call("stop");
    }
}
