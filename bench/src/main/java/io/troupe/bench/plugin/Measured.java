package io.troupe.bench.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one measurement found; a line of text carries it from the worker's process to the benchmark. */
public record Measured(long records, long wallNanos, long cpuNanos) {
    private static final Pattern LINE = Pattern.compile("records=(\\d+) wall\\.nanos=(\\d+) cpu\\.nanos=(\\d+)");

    public double recordsPerSecond() {
        return records * 1e9 / wallNanos;
    }

    /** Processor time of the whole worker, in seconds per million records. */
    public double cpuSecondsPerMillion() {
        return cpuNanos / 1e9 / (records / 1e6);
    }

    public String toLine() {
        return "records=" + records + " wall.nanos=" + wallNanos + " cpu.nanos=" + cpuNanos;
    }

    /** @throws IllegalArgumentException when it is no such line, or says that nothing was measured */
    public static Measured parse(String line) {
        Matcher found = LINE.matcher(line.strip());
        if (!found.matches()) {
            throw new IllegalArgumentException("No result of a measurement: " + line);
        }
        Measured measured = new Measured(
                Long.parseLong(found.group(1)), Long.parseLong(found.group(2)), Long.parseLong(found.group(3)));
        if (measured.records == 0 || measured.wallNanos == 0) {
            throw new IllegalArgumentException("Nothing was measured: " + line);
        }
        return measured;
    }
}
