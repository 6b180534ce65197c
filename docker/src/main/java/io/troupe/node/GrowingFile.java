package io.troupe.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts what arrives in a file that another one writes, reading every byte once. */
final class GrowingFile {
    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private long bytes;
    private long lines;

    GrowingFile(Path file) {
        this.file = file;
    }

    long bytes() {
        return bytes;
    }

    long lines() {
        return lines;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Reads on to the present end; true when there was something new. */
    boolean grew() throws IOException {
        if (!exists()) {
            return false;
        }
        long before = bytes;
        try (FileChannel in = FileChannel.open(file)) {
            in.position(bytes);
            while (in.read(buffer) > 0) {
                buffer.flip();
                bytes += buffer.remaining();
                while (buffer.hasRemaining()) {
                    if (buffer.get() == '\n') {
                        lines++;
                    }
                }
                buffer.clear();
            }
        }
        return bytes > before;
    }
}
