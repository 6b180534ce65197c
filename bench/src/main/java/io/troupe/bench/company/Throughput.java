package io.troupe.bench.company;

import io.troupe.bench.ConnectRest;
import io.troupe.bench.Patience;
import io.troupe.bench.plugin.Measured;
import io.troupe.bench.plugin.MeasuringSettings;
import io.troupe.bench.plugin.MeasuringSink;
import io.troupe.bench.plugin.MeasuringSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records per second of a source, and of the sink that reads at the same time what it writes. */
record Throughput(double source, double sink) {
    private static final long TOTAL = 1_600_000;
    private static final long WARM_UP = 400_000;
    private static final Patience CHANGE = new Patience(Duration.ofMinutes(1), Duration.ofMillis(200));
    private static final Patience RESULT = new Patience(Duration.ofMinutes(3), Duration.ofMillis(200));

    /** @param name of the connectors and their topic, new each time */
    static Throughput of(Stage stage, ConnectRest rest, String name) {
        stage.broker().create(name, 1);
        Path written = stage.layout().work().resolve(name + "-source.result");
        Path read = stage.layout().work().resolve(name + "-sink.result");
        Map<String, String> source = config(MeasuringSource.class, written);
        source.put(MeasuringSettings.PAYLOAD, "map");
        source.put(MeasuringSettings.TOPIC, name);
        Map<String, String> sink = config(MeasuringSink.class, read);
        sink.put("topics", name);
        create(rest, name + "-sink", sink);
        create(rest, name + "-source", source);
        Throughput throughput = new Throughput(result(written), result(read));
        CHANGE.await("the end of both", () -> Optional.of(rest.delete(name + "-source") && rest.delete(name + "-sink"))
                .filter(it -> it));
        stage.broker().delete(name);
        return throughput;
    }

    private static Map<String, String> config(Class<?> connector, Path result) {
        return new HashMap<>(Map.of(
                "connector.class",
                connector.getName(),
                "tasks.max",
                "1",
                "value.converter.schemas.enable",
                "false",
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                MeasuringSettings.RESULT,
                result.toString(),
                MeasuringSettings.WARM_UP,
                Long.toString(WARM_UP),
                MeasuringSettings.TOTAL,
                Long.toString(TOTAL)));
    }

    private static void create(ConnectRest rest, String connector, Map<String, String> config) {
        CHANGE.await("the creation of " + connector, () -> Optional.of(rest.create(connector, config))
                .filter(it -> it));
    }

    private static double result(Path file) {
        RESULT.await(file.toString(), () -> Optional.of(Files.exists(file)).filter(it -> it));
        try {
            return Measured.parse(Files.readString(file)).recordsPerSecond();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
