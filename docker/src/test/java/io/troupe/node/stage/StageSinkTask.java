package io.troupe.node.stage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Does what the script of its stage says. */
public final class StageSinkTask extends SinkTask {

    private Stage stage;

    public StageSinkTask() {
        Stage.made(this);
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public void start(Map<String, String> props) {
        stage = Stage.of(props);
        stage.act(this, "start", context);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        stage.act(this, "open", List.copyOf(partitions));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (!records.isEmpty()) {
            stage.act(this, "put", List.copyOf(records));
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        stage.act(this, "preCommit", Map.copyOf(currentOffsets));
        return super.preCommit(currentOffsets);
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        stage.act(this, "flush", null);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        stage.act(this, "close", List.copyOf(partitions));
    }

    @Override
    public void stop() {
        if (stage != null) {
            stage.act(this, "stop", null);
        }
    }
}
