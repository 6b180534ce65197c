package io.troupe.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The processes of a run: whatever way it ends, they end with it, the last first. */
public final class Processes implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path logs;
    private final Deque<Process> running = new ArrayDeque<>();
    private boolean closed;

    private Processes(Path logs) {
        this.logs = logs;
    }

    public static Processes begin(Path logs) {
        Processes processes = new Processes(logs);
        Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "bench-end"));
        return processes;
    }

    /** What the process writes goes into a log with this name. */
    public synchronized Process start(String name, List<String> command, Map<String, String> environment) {
        if (closed) {
            throw new BenchFailed("The run has ended");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(logs.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            running.push(process);
            return process;
        } catch (IOException e) {
            throw new BenchFailed("Cannot start " + command.get(0) + ": " + e.getMessage(), e);
        }
    }

    /** Asks first, and insists when that does not help. */
    public synchronized void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        running.remove(process);
    }

    /** As `kill -9` does. */
    public synchronized void kill(Process process) {
        process.destroyForcibly().onExit().join();
        running.remove(process);
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            end(running.peek());
        }
    }
}
