package io.troupe.bench;

import io.troupe.bench.plugin.Measured;
import io.troupe.bench.plugin.MeasuringSettings;
import io.troupe.bench.plugin.MeasuringSink;
import io.troupe.bench.plugin.MeasuringSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A whole run: topics are filled, then in every round both sides get a new worker and take turns at each row, one idle
 * while the other is measured. So both meet the same weather on a machine that others use, too.
 */
final class Run {
    private final Layout layout;
    private final RunSettings settings;
    private final Processes processes;
    private final Broker broker;
    private final PrintStream out;
    private final Map<Row, Map<Side, List<Measured>>> results = new HashMap<>();

    Run(Layout layout, RunSettings settings, Processes processes, Broker broker, PrintStream out) {
        this.layout = layout;
        this.settings = settings;
        this.processes = processes;
        this.broker = broker;
        this.out = out;
    }

    List<Comparison> compare() {
        fillTopics();
        for (int round = 1; round <= settings.rounds(); round++) {
            out.println("Round " + round + " of " + settings.rounds());
            goThroughRows(round);
        }
        return settings.rows().stream()
                .map(row -> new Comparison(row, score(row, Side.REFERENCE), score(row, Side.TROUPE)))
                .toList();
    }

    /** Sinks of the same stored format share a topic, which has to be long enough for all of them. */
    private void fillTopics() {
        Map<Format, Long> wanted = new EnumMap<>(Format.class);
        Row.sinks(settings.rows()).forEach(row -> wanted.merge(row.format().stored(), settings.total(row), Math::max));
        wanted.forEach((format, records) -> {
            out.printf(Locale.ROOT, "Filling topic %s with %,d records%n", topicOf(format), records);
            broker.create(topicOf(format), settings.partitions());
            broker.fill(topicOf(format), format, records);
        });
    }

    private void goThroughRows(int round) {
        try (Worker reference = startWorker(Side.REFERENCE, round);
                Worker troupe = startWorker(Side.TROUPE, round)) {
            for (int i = 0; i < settings.rows().size(); i++) {
                Row row = settings.rows().get(i);
                for (Side side : Side.order(round + i)) {
                    Worker worker = side == Side.REFERENCE ? reference : troupe;
                    note(row, side, measure(worker, row, nameOf(side, round) + "-" + row.name()));
                }
            }
        }
    }

    private Worker startWorker(Side side, int round) {
        return Worker.start(
                new WorkerLaunch(
                        layout,
                        side,
                        nameOf(side, round),
                        broker.address(),
                        Ports.free(),
                        settings.heap(),
                        settings.recording()),
                processes);
    }

    private void note(Row row, Side side, Measured measured) {
        results.computeIfAbsent(row, it -> new EnumMap<>(Side.class))
                .computeIfAbsent(side, it -> new ArrayList<>())
                .add(measured);
        out.printf(
                Locale.ROOT,
                "  %-19s %-14s %,10.0f records/s  %6.2f CPU-s/million  (%.1f s)%n",
                row.name(),
                side.title(),
                measured.recordsPerSecond(),
                measured.cpuSecondsPerMillion(),
                measured.wallNanos() / 1e9);
    }

    private Measured measure(Worker worker, Row row, String name) {
        Path result = layout.work().resolve(name + ".result");
        String topic = row.isSource() ? name : topicOf(row.format().stored());
        if (row.isSource()) {
            broker.create(topic, settings.partitions());
        }
        Measured measured = worker.measure(name, connector(row, topic, result), result);
        if (row.isSource()) {
            broker.delete(topic);
        }
        return measured;
    }

    private Map<String, String> connector(Row row, String topic, Path result) {
        Map<String, String> config = new HashMap<>(row.format().converterSettings());
        config.putAll(row.format().transformSettings());
        config.put("tasks.max", Integer.toString(settings.tasks()));
        config.put(MeasuringSettings.RESULT, result.toString());
        config.put(MeasuringSettings.WARM_UP, Long.toString(settings.warmUp(row)));
        config.put(MeasuringSettings.TOTAL, Long.toString(settings.total(row)));
        if (row.isSource()) {
            config.put("connector.class", MeasuringSource.class.getName());
            config.put(MeasuringSettings.TOPIC, topic);
            config.put(MeasuringSettings.PAYLOAD, row.format().payload().name().toLowerCase(Locale.ROOT));
        } else {
            config.put("connector.class", MeasuringSink.class.getName());
            config.put("topics", topic);
        }
        return config;
    }

    private Score score(Row row, Side side) {
        return Score.of(results.getOrDefault(row, Map.of()).getOrDefault(side, List.of()));
    }

    private static String nameOf(Side side, int round) {
        return side.label() + "-" + round;
    }

    private static String topicOf(Format stored) {
        return "filled-" + stored.label();
    }
}
