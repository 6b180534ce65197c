package io.troupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where things are in a checkout. */
record Layout(Path home) {

    Path launcher() {
        return home.resolve("docker/target/troupe/bin/troupe");
    }

    Path referenceLib() {
        return target().resolve("reference/lib");
    }

    /** The entry of plugin.path that both workers get. */
    Path plugins() {
        return target().resolve("plugins");
    }

    Path logConfig() {
        return target().resolve("classes/worker-logback.xml");
    }

    /** Everything a run writes: logs, results and recordings stay, the rest goes at its end. */
    Path work() {
        return target().resolve("run");
    }

    Path scratch() {
        return work().resolve("data");
    }

    private Path target() {
        return home.resolve("bench/target");
    }

    void prepare() {
        try {
            remove(work());
            Files.createDirectories(scratch());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void removeScratch() {
        try {
            remove(scratch());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
