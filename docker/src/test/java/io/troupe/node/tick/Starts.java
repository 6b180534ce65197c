package io.troupe.node.tick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes down each start of a connector or a task, where a folder is given. */
public final class Starts {

    private Starts() {}

    static void note(String what, Map<String, String> settings) {
        String folder = settings.getOrDefault("tick.folder", "");
        if (!folder.isEmpty()) {
            try {
                Files.writeString(
                        Path.of(folder).resolve("starts.txt"),
                        what + " " + settings.getOrDefault("number", "") + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
