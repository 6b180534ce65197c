package io.troupe.bench.company;

import io.troupe.bench.BenchFailed;
import io.troupe.bench.ConnectRest;
import io.troupe.bench.Patience;
import io.troupe.bench.Processes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One life of a worker. */
final class Member {
    private static final Patience START = new Patience(Duration.ofMinutes(2), Duration.ofMillis(200));

    private final int number;
    private final int port;
    private final Processes processes;
    private final Process process;
    private final ConnectRest rest;

    /** @param number its place in the company, which the next life has again */
    Member(int number, int port, Processes processes, Process process) {
        this.number = number;
        this.port = port;
        this.processes = processes;
        this.process = process;
        this.rest = new ConnectRest(URI.create("http://127.0.0.1:" + port));
    }

    Member awaitReady() {
        return START.await("worker " + number, () -> {
            if (!isAlive()) {
                throw new BenchFailed("Worker " + number + " has ended; its log says why");
            }
            return rest.isReady() ? Optional.of(this) : Optional.empty();
        });
    }

    int number() {
        return number;
    }

    /** As it calls itself in statuses. */
    String id() {
        return "127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    ConnectRest rest() {
        return rest;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        processes.kill(process);
    }

    /** SIGTERM; does not wait. */
    void leave() {
        process.destroy();
    }

    /** After {@link #leave}; what does not end is killed. */
    void awaitEnd() {
        processes.end(process);
    }

    /** As a debugger does it, or a virtual machine that is moved: it keeps its connections, and is silent. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new BenchFailed("No signal " + name + " for worker " + number, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("Interrupted", e);
        }
    }
}
