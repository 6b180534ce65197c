package io.troupe.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program of a worker: the same heap, collector and options on both sides.
 *
 * @param properties the worker's file
 * @param options    of the virtual machine
 */
public record WorkerCommand(Layout layout, Side side, Path properties, String heap, List<String> options) {

    public List<String> command() {
        List<String> command = new ArrayList<>();
        if (side == Side.TROUPE) {
            command.add(layout.launcher().toString());
            command.add("worker");
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx" + heap);
            command.add("-XX:+UseG1GC");
            command.addAll(options);
            command.addAll(List.of("-cp", layout.referenceLib() + "/*"));
            command.add("org.apache.kafka.connect.cli.ConnectDistributed");
        }
        command.add(properties.toString());
        return command;
    }

    /** Troupe's launcher adds heap and collector itself. */
    public Map<String, String> environment() {
        return side == Side.TROUPE
                ? Map.of(
                        "TROUPE_HEAP", heap,
                        "JAVA_OPTS", String.join(" ", options),
                        "JAVA_HOME", System.getProperty("java.home"))
                : Map.of();
    }
}
