package io.troupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A worker's file: the same settings on both sides, as far as both know them. */
public record WorkerProperties(Map<String, String> settings) {

    /** @param group its own, and on the reference's side its topics' */
    public static WorkerProperties of(Layout layout, Side side, String group, String broker, int port) {
        WorkerProperties common = new WorkerProperties(Map.of(
                "bootstrap.servers",
                broker,
                "group.id",
                group,
                "listeners",
                "http://127.0.0.1:" + port,
                "plugin.path",
                layout.plugins().toString(),
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter"));
        return side == Side.TROUPE
                ? common
                : common.with(Map.of(
                        "config.storage.topic", group + "-configs",
                        "offset.storage.topic", group + "-offsets",
                        "status.storage.topic", group + "-statuses",
                        "config.storage.replication.factor", "1",
                        "offset.storage.replication.factor", "1",
                        "status.storage.replication.factor", "1",
                        "offset.storage.partitions", "5",
                        "status.storage.partitions", "5"));
    }

    public WorkerProperties with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        return new WorkerProperties(all);
    }

    public void write(Path file) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
