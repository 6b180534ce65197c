package io.troupe.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A worker's life in short, in which it loads its classes: it moves lines from one file through Kafka into another, is
 * joined by a second worker that gets something to do, takes that over as the second one leaves, and ends.
 */
final class TrainingRun {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final String HOST = "127.0.0.1";

    private final WorkFolder work;
    private final Lifetime lifetime;
    private final WorkerProcess worker;
    private final URI address;
    private final ConnectRest rest;

    private TrainingRun(WorkFolder work, Lifetime lifetime, WorkerProcess worker, URI address) {
        this.work = work;
        this.lifetime = lifetime;
        this.worker = worker;
        this.address = address;
        this.rest = new ConnectRest(address);
    }

    /**
     * @param distribution whose worker it is
     * @param archive gets the classes that it has loaded
     * @param lifetime owns whatever is started
     * @throws CommandFailed when it ends early; the message says what it waited for
     */
    static void of(Path distribution, Path archive, WorkFolder work, Lifetime lifetime) throws IOException {
        DevBroker broker = lifetime.own(DevBroker.start(DevBrokerSettings.in(work.brokerData())));
        int port = DevBroker.freePort(HOST);
        String member = HOST + ":" + DevBroker.freePort(HOST);

        Map<String, String> own = settings(broker, work, port, member);
        own.put("troupe.cluster.listener", member);
        Path file = written(own, work.data().resolve("worker.properties"));
        WorkerProcess worker = lifetime.own(WorkerProcess.start(distribution, file, work.workerLog(), archive));
        new TrainingRun(work, lifetime, worker, URI.create(own.get("listeners")))
                .perform(settings(broker, work, 0, member));
        worker.close();
    }

    /** Both workers use one database, which only H2's own server makes possible. */
    private static Map<String, String> settings(DevBroker broker, WorkFolder work, int port, String member) {
        Map<String, String> settings = QuickstartSettings.worker(broker.bootstrapServers(), work, port);
        settings.merge("troupe.database.url", ";AUTO_SERVER=TRUE;DB_CLOSE_ON_EXIT=TRUE", String::concat);
        settings.put("troupe.cluster.seed.nodes", member);
        return settings;
    }

    private static Path written(Map<String, String> settings, Path file) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private void perform(Map<String, String> second) throws IOException {
        until("the worker is up", () -> rest.connectors().isSuccess());
        Path lines = Files.write(work.data().resolve("lines"), List.of("curtain", "prompter", "encore"));
        travel(rest, "first", lines);
        try (Troupe other = Troupe.start(second)) {
            travel(new ConnectRest(other.restUrl()), "second", lines);
        }
        until("the worker has taken over", () -> rest.status("second")
                .body()
                .at("/tasks/0/worker_id")
                .asText()
                .equals(address.getAuthority()));
    }

    private void travel(ConnectRest by, String name, Path lines) {
        Path copy = work.data().resolve(name);
        by.configure(
                "load-" + name, Map.of("connector.class", "FileStreamSource", "file", lines.toString(), "topic", name));
        by.create(Map.of(
                "name",
                name,
                "config",
                Map.of("connector.class", "FileStreamSink", "file", copy.toString(), "topics", name)));
        until("lines have travelled", () -> Files.exists(copy) && Files.mismatch(lines, copy) < 0);
    }

    /** A look that fails proves nothing: there will be another one. */
    private void until(String what, Look look) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!succeeds(look)) {
            if (!worker.isAlive() || System.nanoTime() > deadline || lifetime.endsWithin(BETWEEN_LOOKS)) {
                throw new CommandFailed("Ended before " + what + "; see " + work.workerLog());
            }
        }
    }

    private static boolean succeeds(Look look) {
        try {
            return look.succeeds();
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Look {
        boolean succeeds() throws IOException;
    }
}
