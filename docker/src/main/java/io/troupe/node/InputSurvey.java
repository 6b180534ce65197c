package io.troupe.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file holds, and what FileStreamSource and FileStreamSink will make of it, found in one pass that keeps
 * nothing.
 *
 * @param lines           records that travel, with a newline behind the last one
 * @param copyBytes       what the sink will have written then: CR and CRLF come out as LF, malformed bytes as U+FFFD
 * @param malformed       sequences that are not UTF-8
 * @param longestLine     in UTF-16 units
 * @param endsWithNewline false also for an empty file
 */
record InputSurvey(
        long bytes,
        long lines,
        long copyBytes,
        long carriageReturns,
        long malformed,
        long longestLine,
        boolean endsWithNewline) {
    private static final int SMALLEST_BATCH = 2_000;
    private static final int LARGEST_BATCH = 4_000;

    static InputSurvey of(Path file) throws IOException {
        return new Pass().over(file);
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** A file that comes back byte by byte as it is, but for the newline at its end. */
    boolean isFaithful() {
        return carriageReturns == 0 && malformed == 0;
    }

    boolean needsNewline() {
        return !isEmpty() && !endsWithNewline;
    }

    /**
     * A {@code batch.size} that lets the last lines out. FileStreamSource (4.3.1) keeps the lines behind a full batch
     * in its buffer and, at the end of the file, does not look there again until the file grows; so the last batch
     * should be either exactly full or begin well before the last piece that is read.
     */
    int batchSize() {
        int best = LARGEST_BATCH;
        for (int size = LARGEST_BATCH; size >= SMALLEST_BATCH; size--) {
            if (lines % size == 0) {
                return size;
            }
            if (lines % size > lines % best) {
                best = size;
            }
        }
        return best;
    }

    /** Decodes by hand, because a reader would hide what is malformed. */
    private static final class Pass {
        private static final int PIECE = 64 * 1024;

        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private final ByteBuffer read = ByteBuffer.allocate(PIECE);
        private final CharBuffer decoded = CharBuffer.allocate(PIECE);
        private final Lines lines = new Lines();
        private long bytes;
        private long malformed;

        InputSurvey over(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                int count;
                while ((count = in.read(read.array(), read.position(), read.remaining())) >= 0) {
                    bytes += count;
                    read.position(read.position() + count).flip();
                    decode(false);
                    read.compact();
                }
            }
            read.flip();
            decode(true);
            lines.end();
            return new InputSurvey(
                    bytes,
                    lines.count,
                    lines.copyBytes,
                    lines.carriageReturns,
                    malformed,
                    lines.longest,
                    lines.endedWithNewline);
        }

        private void decode(boolean last) {
            CoderResult result;
            do {
                result = decoder.decode(read, decoded, last);
                decoded.flip();
                while (decoded.hasRemaining()) {
                    lines.next(decoded.get());
                }
                decoded.clear();
                if (result.isError()) {
                    read.position(read.position() + result.length());
                    malformed++;
                    lines.next('\uFFFD');
                }
            } while (!result.isUnderflow());
        }
    }

    /** Counts as FileStreamSource splits, and as FileStreamSink writes. */
    private static final class Lines {
        private long count;
        private long copyBytes;
        private long carriageReturns;
        private long length;
        private long longest;
        private char previous = '\n';
        private boolean endedWithNewline;

        void next(char it) {
            if (it == '\r') {
                carriageReturns++;
                endLine();
            } else if (it != '\n') {
                length++;
                copyBytes += it < 0x80 ? 1 : it < 0x800 || Character.isSurrogate(it) ? 2 : 3;
            } else if (previous != '\r') {
                endLine();
            }
            previous = it;
            endedWithNewline = it == '\n';
        }

        void end() {
            if (length > 0) {
                endLine();
            }
        }

        private void endLine() {
            count++;
            copyBytes++;
            longest = Math.max(longest, length);
            length = 0;
        }
    }
}
