package io.troupe.node;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says how far a copy is: one line written over again on a terminal, else a new line every two seconds. */
final class ProgressLine {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final long expectedLines;
    private long nextLineNanos = BETWEEN_LINES.toNanos();
    private boolean open;

    ProgressLine(PrintStream out, boolean terminal, long expectedLines) {
        this.out = out;
        this.terminal = terminal;
        this.expectedLines = expectedLines;
    }

    void show(long lines, Duration elapsed) {
        if (terminal) {
            out.print(CLEAR + text(lines, elapsed));
            out.flush();
            open = true;
        } else if (elapsed.toNanos() >= nextLineNanos) {
            out.println(text(lines, elapsed));
            nextLineNanos = elapsed.plus(BETWEEN_LINES).toNanos();
        }
    }

    /** A line of its own beside the progress. */
    void say(String message) {
        end();
        out.println(message);
    }

    void end() {
        if (open) {
            out.print(CLEAR);
            open = false;
        }
    }

    static long perSecond(long lines, Duration elapsed) {
        return lines * 1000 / Math.max(1, elapsed.toMillis());
    }

    private String text(long lines, Duration elapsed) {
        long percent = expectedLines == 0 ? 100 : lines * 100 / expectedLines;
        return String.format(
                Locale.ROOT,
                "  %,d of %,d lines  %d %%  %,d records/s",
                lines,
                expectedLines,
                percent,
                perSecond(lines, elapsed));
    }
}
