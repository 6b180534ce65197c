package io.troupe.bench.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuringSourceTaskTest {
    @TempDir
    private Path folder = Path.of("");

    private Map<String, String> config() {
        return new HashMap<>(Map.of(
                MeasuringSettings.RESULT, folder.resolve("result").toString(),
                MeasuringSettings.WARM_UP, "200",
                MeasuringSettings.TOTAL, "1203",
                MeasuringSettings.PAYLOAD, "map",
                MeasuringSettings.TOPIC, "there"));
    }

    private static List<SourceRecord> drain(MeasuringSourceTask task) {
        List<SourceRecord> all = new ArrayList<>();
        List<SourceRecord> batch = task.poll();
        while (batch != null) {
            all.addAll(batch);
            batch = task.poll();
        }
        return all;
    }

    @Test
    void tasksShareTheRecordsAndMeasureThemTogether() throws Exception {
        List<MeasuringSourceTask> tasks = new ArrayList<>();
        List<SourceRecord> sent = new ArrayList<>();
        for (Map<String, String> config : MeasuringSettings.shared(config(), 2)) {
            MeasuringSourceTask task = new MeasuringSourceTask();
            task.start(config);
            tasks.add(task);
            sent.addAll(drain(task));
        }
        assertThat(sent).hasSize(1203).allMatch(record -> record.topic().equals("there"));
        for (SourceRecord record : sent) {
            tasks.get(0).commitRecord(record, null);
        }
        assertThat(Measured.parse(Files.readString(folder.resolve("result"))).records())
                .isEqualTo(1003);
    }

    @Test
    void everyRecordHasAnOffsetOfItsOwn() {
        MeasuringSourceTask task = new MeasuringSourceTask();
        task.start(MeasuringSettings.shared(config(), 1).get(0));
        assertThat(drain(task)).extracting(SourceRecord::sourceOffset).doesNotHaveDuplicates();
    }
}
