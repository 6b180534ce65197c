package io.troupe.bench.company;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.bench.BenchFailed;
import io.troupe.bench.ConnectRest;
import io.troupe.bench.Patience;
import io.troupe.bench.Side;
import io.troupe.bench.plugin.TickSettings;
import io.troupe.bench.plugin.TickSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Many connectors with a task each that has something to do once a second, all on one worker. */
final class Scale {
    private static final String NAME = "scale";
    private static final String HEAP = "1g";
    private static final int MANY = 1000;
    private static final int FEWER = 200;

    /** Until what the start gave the compiler to do is done, on either side. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private static final Duration WATCHED = Duration.ofMinutes(1);
    private static final Patience STARTING = new Patience(Duration.ofMinutes(5), Duration.ofMillis(500));

    private final Stage stage;
    private final Side side;
    private final int count;
    private final Path folder;

    private Scale(Stage stage, Side side, int count) {
        this.stage = stage;
        this.side = side;
        this.count = count;
        this.folder = stage.layout().scratch().resolve(group());
    }

    /** The reference only with the smaller number: a fifth is enough to compare, and takes it long already. */
    static void play(Stage stage, Side side) {
        new Scale(stage, side, FEWER).play();
        if (side == Side.TROUPE) {
            new Scale(stage, side, MANY).play();
        }
    }

    private void play() {
        createFolder();
        stage.broker().create(group(), 1);
        try (Company company = new Company(stage, side, group(), 1, HEAP)) {
            Member first = company.start(0).awaitReady();
            long begin = System.nanoTime();
            IntStream.range(0, count).forEach(it -> create(first.rest(), it));
            awaitRunning(first.rest());
            note(measure("creation of all, one by one", "s"), secondsSince(begin));
            company.forget(first);
            first.leave();
            first.awaitEnd();

            long cold = System.nanoTime();
            Member second = company.start(0).awaitReady();
            note(measure("until it answers", "s"), secondsSince(cold));
            awaitRunning(second.rest());
            note(limited(measure("until all run", "s"), 45), secondsSince(cold));
            watch(new Vitals(second.pid()));
        }
    }

    private void watch(Vitals vitals) {
        pause(SETTLING);
        Duration before = vitals.cpu();
        long begin = System.nanoTime();
        pause(WATCHED);
        double share = (vitals.cpu().toMillis() - before.toMillis()) / 10.0 / secondsSince(begin);
        note(measure("processor, of one core", "%").belowReference(), share);
        note(measure("resident memory", "MB"), (double) vitals.residentMegabytes());
        note(limited(measure("living on the heap", "MB"), 1024), (double) vitals.livingMegabytes());
    }

    private Measure measure(String what, String unit) {
        return Measure.of(NAME, count + ": " + what, unit);
    }

    private Measure limited(Measure measure, double limit) {
        return count == MANY ? measure.atMost(limit) : measure;
    }

    private void note(Measure measure, double value) {
        stage.note(side, measure, value);
        stage.say("%s: %.1f %s", measure.what(), value, measure.unit());
    }

    private void create(ConnectRest rest, int number) {
        STARTING.await("the creation of connector " + number, () -> Optional.of(
                        rest.create("idle-" + group() + "-" + number, config()))
                .filter(it -> it));
    }

    private void awaitRunning(ConnectRest rest) {
        STARTING.await(count + " running tasks", () -> rest.read("/connectors?expand=status")
                .filter(it -> running(it) == count));
    }

    private static long running(JsonNode connectors) {
        long running = 0;
        for (JsonNode connector : connectors) {
            running += Seats.tasks("it", connector.path("status")).size();
        }
        return running;
    }

    private Map<String, String> config() {
        return Map.of(
                "connector.class",
                TickSource.class.getName(),
                "tasks.max",
                "1",
                "value.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                TickSettings.TOPIC,
                group(),
                TickSettings.FOLDER,
                folder.toString(),
                TickSettings.INTERVAL,
                "1000");
    }

    private String group() {
        return NAME + "-" + side.label() + "-" + count;
    }

    private void createFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("Interrupted", e);
        }
    }
}
