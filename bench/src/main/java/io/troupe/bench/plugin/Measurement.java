package io.troupe.bench.plugin;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts records of all tasks of a connector, and measures from the end of the warm-up to the last one. */
final class Measurement {
    private static final Map<Path, Measurement> RUNNING = new ConcurrentHashMap<>();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path result;
    private final long warmUp;
    private final long total;
    private final AtomicLong counted = new AtomicLong();
    private volatile Instant began = new Instant(0, 0, 0);

    private record Instant(long records, long wallNanos, long cpuNanos) {
        static Instant at(long records) {
            return new Instant(records, System.nanoTime(), PROCESS.getProcessCpuTime());
        }

        Measured since(Instant begin) {
            return new Measured(records - begin.records, wallNanos - begin.wallNanos, cpuNanos - begin.cpuNanos);
        }
    }

    private Measurement(Path result, long warmUp, long total) {
        this.result = result;
        this.warmUp = warmUp;
        this.total = total;
    }

    /** The same one for all tasks of a connector, which run in one process. */
    static Measurement of(MeasuringSettings settings) {
        return RUNNING.computeIfAbsent(
                settings.result(), result -> new Measurement(result, settings.warmUp(), settings.total()));
    }

    /** Safe from any thread. */
    void add(int records) {
        long after = counted.addAndGet(records);
        long before = after - records;
        if (before < warmUp && after >= warmUp) {
            began = Instant.at(after);
        }
        if (before < total && after >= total) {
            write(Instant.at(after).since(began));
        }
    }

    /** Whoever waits for the file never sees half a line. */
    private void write(Measured measured) {
        try {
            Path scratch = result.resolveSibling(result.getFileName() + ".part");
            Files.writeString(scratch, measured.toLine());
            Files.move(scratch, result, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
