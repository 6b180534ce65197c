package io.troupe.bench.company;

import io.troupe.bench.BenchFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a worker's process needs, as the system and its virtual machine say. */
record Vitals(long pid) {

    Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(it -> it.info().totalCpuDuration())
                .orElseThrow(() -> new BenchFailed("Process " + pid + " has ended"));
    }

    /** Memory that the system counts for it, in MB. */
    long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(it -> it.startsWith("VmRSS:"))
                    .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is on the heap once everything else is collected, in MB: counting the living makes it collect. */
    long livingMegabytes() {
        try {
            Process counting = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String[] lines = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\n", -1);
            String[] total = lines[lines.length - 1].strip().split("\\s+", -1);
            return Long.parseLong(total[2]) / (1024 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
