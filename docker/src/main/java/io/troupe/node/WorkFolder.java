package io.troupe.node;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A new temporary folder; at the end only the data of broker and journal goes, files that someone may want stay. */
record WorkFolder(Path path) implements AutoCloseable {
    /** @param command that it is for */
    static WorkFolder make(String command) {
        try {
            WorkFolder made = new WorkFolder(Files.createTempDirectory("troupe-" + command + "-"));
            Files.createDirectory(made.data());
            return made;
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, "No temporary folder: " + CommandFailed.lineOf(e), e);
        }
    }

    Path brokerData() {
        return data().resolve("broker");
    }

    Path journal() {
        return data().resolve("journal");
    }

    Path log() {
        return path.resolve("troupe.log");
    }

    /** Of a worker in a process of its own. */
    Path workerLog() {
        return path.resolve("worker.log");
    }

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(data())) {
            Files.walkFileTree(data(), new Removal());
        }
        try {
            Files.delete(path);
        } catch (DirectoryNotEmptyException stays) {
            // The copy and the log are what it was run for.
        }
    }

    /** For what is of no use afterwards. */
    Path data() {
        return path.resolve("data");
    }

    /** Deletes in one walk; a file that went by itself meanwhile is no failure. */
    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
