package io.troupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where things are in a checkout.
 *
 * @param run names the folder of what a run writes
 */
public record Layout(Path home, String run) {

    /** Of the benchmark of single workers. */
    Layout(Path home) {
        this(home, "run");
    }

    public Path launcher() {
        return home.resolve("docker/target/troupe/bin/troupe");
    }

    public Path referenceLib() {
        return target().resolve("reference/lib");
    }

    /** The entry of plugin.path that both workers get. */
    public Path plugins() {
        return target().resolve("plugins");
    }

    Path logConfig() {
        return target().resolve("classes/worker-logback.xml");
    }

    /** Of workers whose logs are read afterwards. */
    public Path talkativeLogConfig() {
        return target().resolve("classes/company-logback.xml");
    }

    /** Everything a run writes: logs, results and recordings stay, the rest goes at its end. */
    public Path work() {
        return target().resolve(run);
    }

    public Path scratch() {
        return work().resolve("data");
    }

    private Path target() {
        return home.resolve("bench/target");
    }

    public void prepare() {
        try {
            remove(work());
            Files.createDirectories(scratch());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void removeScratch() {
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
