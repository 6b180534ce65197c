package io.troupe.node.tick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes a line for each start of a connector or a task, and each stop of a source: when, of which connector, which task or "-", and what. */
public final class RunLog {

    private RunLog() {}

    /** @param props as the plugin has them; without a folder nothing is written */
    static void note(Map<String, String> props, String task, String what) {
        String folder = props.getOrDefault("tick.folder", "");
        if (folder.isEmpty()) {
            return;
        }
        String line = System.currentTimeMillis() + " " + props.getOrDefault("tick.name", props.get("name")) + " " + task
                + " " + what + "\n";
        try {
            Files.writeString(
                    Path.of(folder).resolve("runs.txt"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
