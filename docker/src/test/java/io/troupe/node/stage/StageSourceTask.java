package io.troupe.node.stage;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Does what the script of its stage says. */
public final class StageSourceTask extends SourceTask {

    private Stage stage;

    public StageSourceTask() {
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
    @SuppressWarnings("unchecked")
    public List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = (List<SourceRecord>) stage.act(this, "poll", null);
        if (records == null) {
            Stage.rest();
        }
        return records;
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        stage.act(this, metadata == null ? "commitRecord without metadata" : "commitRecord", record);
    }

    @Override
    public void commit() {
        stage.act(this, "commit", null);
    }

    @Override
    public void stop() {
        if (stage != null) {
            stage.act(this, "stop", null);
        }
    }
}
