package io.troupe.bench;

import io.troupe.bench.plugin.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A worker of either side that takes requests. */
final class Worker implements AutoCloseable {
    private static final Patience START = new Patience(Duration.ofSeconds(90), Duration.ofMillis(500));
    private static final Patience CHANGE = new Patience(Duration.ofSeconds(60), Duration.ofMillis(200));
    private static final Patience RESULT = new Patience(Duration.ofMinutes(5), Duration.ofMillis(500));

    private final WorkerLaunch launch;
    private final Processes processes;
    private final Process process;
    private final ConnectRest rest;

    private Worker(WorkerLaunch launch, Processes processes, Process process, ConnectRest rest) {
        this.launch = launch;
        this.processes = processes;
        this.process = process;
        this.rest = rest;
    }

    static Worker start(WorkerLaunch launch, Processes processes) {
        launch.properties().write(launch.propertiesFile());
        WorkerCommand program = launch.command();
        Process process = processes.start(launch.life(), program.command(), program.environment());
        Worker worker = new Worker(
                launch, processes, process, new ConnectRest(URI.create("http://127.0.0.1:" + launch.port())));
        START.await(launch.life(), () -> worker.whenAlive(worker.rest.isReady()));
        return worker;
    }

    /** Runs a connector until its measurement is there. */
    Measured measure(String connector, Map<String, String> config, Path result) {
        CHANGE.await("the creation of " + connector, () -> whenAlive(rest.create(connector, config)));
        RESULT.await("the result of " + connector, () -> {
            rest.failure(connector).ifPresent(trace -> {
                throw new BenchFailed("Connector " + connector + " failed on " + launch.life() + ": " + trace);
            });
            return whenAlive(Files.exists(result));
        });
        CHANGE.await("the end of " + connector, () -> whenAlive(rest.delete(connector)));
        try {
            return Measured.parse(Files.readString(result));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Present when it is so; there is nothing to wait for in a process that has ended. */
    private Optional<Boolean> whenAlive(boolean so) {
        if (!process.isAlive()) {
            throw new BenchFailed("Worker " + launch.life() + " has ended; its log says why");
        }
        return so ? Optional.of(true) : Optional.empty();
    }

    @Override
    public void close() {
        processes.end(process);
    }
}
