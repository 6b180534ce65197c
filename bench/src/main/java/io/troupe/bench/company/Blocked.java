package io.troupe.bench.company;

import io.troupe.bench.BenchFailed;
import io.troupe.bench.ConnectRest;
import io.troupe.bench.Patience;
import io.troupe.bench.Side;
import io.troupe.bench.plugin.BlockingSink;
import io.troupe.bench.plugin.BlockingSource;
import io.troupe.bench.plugin.TickSettings;
import io.troupe.bench.plugin.TickSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two workers by themselves, one of them with a connector for each call that a plugin may block in for ever. */
final class Blocked {
    private static final String NAME = "blocked";
    private static final String HEALTHY = "healthy";
    private static final Measure P99 =
            Measure.of(NAME, "99 % of requests within", "ms").atMost(250);
    private static final Measure WORST = Measure.of(NAME, "slowest request", "ms");
    private static final Measure FAILED =
            Measure.of(NAME, "requests that failed", "").never();
    private static final Measure P99_WITHOUT = Measure.of(NAME, "99 % of requests within, nothing blocked", "ms");
    private static final Measure SOURCE_LOSS =
            Measure.of(NAME, "records/s that a source loses", "%").goal(5, Double.POSITIVE_INFINITY);
    private static final Measure SINK_LOSS =
            Measure.of(NAME, "records/s that a sink loses", "%").goal(5, Double.POSITIVE_INFINITY);
    private static final Duration ASKING = Duration.ofSeconds(20);

    /** Those that block when there is a connector; where they block before, nothing is created. */
    private static final List<String> CALLS = List.of("validate", "start", "taskConfigs", "poll", "stop", "task.stop");

    private Blocked() {}

    static void play(Stage stage, Side side) {
        String group = NAME + "-" + side.label();
        stage.broker().create(group, 1);
        try (Company free = new Company(stage, side, group + "-without", 1, "1g");
                Company blocked = new Company(stage, side, group + "-with", 1, "1g")) {
            ConnectRest without = healthy(stage, free, group);
            ConnectRest with = healthy(stage, blocked, group);
            blockEverything(with, group);
            Latencies usual = Latencies.of(without, HEALTHY, tick(stage, group), ASKING);
            Latencies latencies = Latencies.of(with, HEALTHY, tick(stage, group), ASKING);
            stage.note(side, P99, latencies.p99());
            stage.note(side, WORST, latencies.worst());
            stage.note(side, FAILED, (long) latencies.failed());
            stage.note(side, P99_WITHOUT, usual.p99());
            stage.say(
                    "%d requests, 99 %% within %.1f ms, the slowest after %.1f ms, %d failed; nothing blocked: %.1f ms",
                    latencies.count(), latencies.p99(), latencies.worst(), latencies.failed(), usual.p99());
            if (side == Side.TROUPE) {
                compare(stage, side, without, with);
            }
        }
    }

    /** A B, B A, A B and so on. */
    private static void compare(Stage stage, Side side, ConnectRest without, ConnectRest with) {
        for (int round = 0; round < stage.wishes().rounds(side, 4, 0); round++) {
            boolean first = round % 2 == 0;
            Throughput one = Throughput.of(stage, first ? without : with, NAME + "-" + round + "-1");
            Throughput two = Throughput.of(stage, first ? with : without, NAME + "-" + round + "-2");
            Throughput free = first ? one : two;
            Throughput blocked = first ? two : one;
            stage.note(side, SOURCE_LOSS, 100 * (1 - blocked.source() / free.source()));
            stage.note(side, SINK_LOSS, 100 * (1 - blocked.sink() / free.sink()));
            stage.say(
                    "source %,.0f records/s, beside blocked ones %,.0f; sink %,.0f and %,.0f",
                    free.source(), blocked.source(), free.sink(), blocked.sink());
        }
    }

    private static ConnectRest healthy(Stage stage, Company company, String topic) {
        ConnectRest rest = company.start(0).awaitReady().rest();
        new Patience(Duration.ofMinutes(1), Duration.ofMillis(200))
                .await("a healthy connector", () -> Optional.of(rest.create(HEALTHY, tick(stage, topic)))
                        .filter(it -> it));
        return rest;
    }

    private static Map<String, String> tick(Stage stage, String topic) {
        return Map.of(
                "name",
                HEALTHY,
                "connector.class",
                TickSource.class.getName(),
                "tasks.max",
                "1",
                "value.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                TickSettings.TOPIC,
                topic,
                TickSettings.FOLDER,
                stage.layout().work().toString(),
                TickSettings.INTERVAL,
                "100");
    }

    /** Nobody waits for the answers: some never come. */
    private static void blockEverything(ConnectRest rest, String topic) {
        for (String call : CALLS) {
            ask(
                    rest,
                    "in-" + call.replace('.', '-'),
                    Map.of("connector.class", BlockingSource.class.getName(), BlockingSource.CALL, call));
        }
        ask(
                rest,
                "in-config",
                Map.of("connector.class", BlockingSource.InConfig.class.getName(), BlockingSource.CALL, "config"));
        ask(
                rest,
                "in-initialize",
                Map.of(
                        "connector.class",
                        BlockingSource.InInitialize.class.getName(),
                        BlockingSource.CALL,
                        "initialize"));
        ask(rest, "in-put", Map.of("connector.class", BlockingSink.class.getName(), "topics", topic));
        pause(Duration.ofSeconds(8));
        inBackground(() -> rest.ask("DELETE", "/connectors/in-stop", Map.of()));
        inBackground(() -> rest.ask("DELETE", "/connectors/in-task-stop", Map.of()));
        pause(Duration.ofSeconds(4));
    }

    private static void ask(ConnectRest rest, String connector, Map<String, String> config) {
        Map<String, String> whole = new HashMap<>(config);
        whole.put("tasks.max", "1");
        whole.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        inBackground(() -> rest.ask("PUT", "/connectors/" + connector + "/config", whole));
    }

    private static void inBackground(Runnable asking) {
        Thread thread = new Thread(asking, "asking");
        thread.setDaemon(true);
        thread.start();
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
