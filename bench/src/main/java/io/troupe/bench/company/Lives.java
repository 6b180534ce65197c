package io.troupe.bench.company;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** When tasks of a connector were started, as they noted it. */
record Lives(Path folder, String connector) {

    /** Tasks that were started since then, once for each start. */
    List<Integer> startsSince(long millis) {
        Path file = folder.resolve(connector + ".lives");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(it -> it.split(" ", -1))
                    .filter(it -> it.length == 3 && it[1].equals("start") && Long.parseLong(it[0]) > millis)
                    .map(it -> Integer.parseInt(it[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
