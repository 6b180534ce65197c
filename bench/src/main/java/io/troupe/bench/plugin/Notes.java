package io.troupe.bench.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lines that tasks in several processes append to a file; what was written is there whatever becomes of the process. */
final class Notes {
    private Notes() {}

    static void add(Path file, CharSequence lines) {
        try {
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param what start or stop */
    static void life(TickSettings settings, String what) {
        add(settings.lives(), System.currentTimeMillis() + " " + what + " " + settings.number() + "\n");
    }
}
