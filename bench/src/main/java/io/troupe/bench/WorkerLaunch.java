package io.troupe.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a worker is started: the same settings, heap, collector and log configuration on both sides, as far as both
 * know them.
 *
 * @param life      names this worker: its files, its group, and on the reference's side its topics
 * @param recording whether the virtual machine records what it does
 */
record WorkerLaunch(Layout layout, Side side, String life, String broker, int port, String heap, boolean recording) {

    Path propertiesFile() {
        return layout.work().resolve(life + ".properties");
    }

    Map<String, String> properties() {
        Map<String, String> common = new TreeMap<>(Map.of(
                "bootstrap.servers",
                broker,
                "group.id",
                life,
                "listeners",
                "http://127.0.0.1:" + port,
                "plugin.path",
                layout.plugins().toString(),
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "offset.flush.interval.ms",
                "10000"));
        common.putAll(
                switch (side) {
                    case REFERENCE ->
                        Map.of(
                                "config.storage.topic", life + "-configs",
                                "offset.storage.topic", life + "-offsets",
                                "status.storage.topic", life + "-statuses",
                                "config.storage.replication.factor", "1",
                                "offset.storage.replication.factor", "1",
                                "status.storage.replication.factor", "1",
                                "offset.storage.partitions", "5",
                                "status.storage.partitions", "5");
                    case TROUPE ->
                        Map.of(
                                "troupe.database.url",
                                "jdbc:h2:file:" + layout.scratch().resolve(life),
                                "troupe.cluster.listener",
                                "127.0.0.1:0");
                });
        return common;
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        if (side == Side.TROUPE) {
            command.add(layout.launcher().toString());
            command.add("worker");
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx" + heap);
            command.add("-XX:+UseG1GC");
            command.addAll(javaOptions());
            command.addAll(List.of("-cp", layout.referenceLib() + "/*"));
            command.add("org.apache.kafka.connect.cli.ConnectDistributed");
        }
        command.add(propertiesFile().toString());
        return command;
    }

    /** Troupe's launcher adds heap and collector itself. */
    Map<String, String> environment() {
        return side == Side.TROUPE
                ? Map.of(
                        "TROUPE_HEAP", heap,
                        "JAVA_OPTS", String.join(" ", javaOptions()),
                        "JAVA_HOME", System.getProperty("java.home"))
                : Map.of();
    }

    private List<String> javaOptions() {
        List<String> options = new ArrayList<>();
        options.add("-Xms" + heap);
        options.add("-Dlogback.configurationFile=" + layout.logConfig());
        if (recording) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + layout.work().resolve(life + ".jfr"));
        }
        return options;
    }
}
