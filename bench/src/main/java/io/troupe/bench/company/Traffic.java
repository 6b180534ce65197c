package io.troupe.bench.company;

import io.troupe.bench.BenchFailed;
import io.troupe.bench.ConnectRest;
import io.troupe.bench.Patience;
import io.troupe.bench.plugin.TickSettings;
import io.troupe.bench.plugin.TickSink;
import io.troupe.bench.plugin.TickSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Twelve source tasks that tick every 20 ms, and a sink with six tasks that is fed as often in twelve partitions. */
final class Traffic implements AutoCloseable {
    static final int SOURCES = 12;
    static final int SINKS = 6;
    private static final long INTERVAL = 20;
    /** So long without a longer pause than the other: it flows. */
    private static final long STEADY = 3000;

    private static final long PAUSE = 700;

    private final Stage stage;
    private final Company company;
    private final String source;
    private final String sink;
    private final String feedTopic;
    private final String tickTopic;
    private final Feed feed;
    private final Written written;
    private final Taken taken;

    Traffic(Stage stage, Company company) {
        this.stage = stage;
        this.company = company;
        source = "count-" + company.group();
        sink = "note-" + company.group();
        tickTopic = "ticks-" + company.group();
        feedTopic = "feed-" + company.group();
        stage.broker().create(tickTopic, SOURCES);
        stage.broker().create(feedTopic, SOURCES);
        written = new Written(stage.broker().address(), tickTopic, SOURCES);
        taken = new Taken(folder(), sink, SINKS, SOURCES);
        feed = new Feed(stage.broker().address(), feedTopic, SOURCES, INTERVAL);
    }

    /** Creates both connectors, and returns when they are spread over all members and at work. */
    void begin() {
        ConnectRest rest = company.members().get(0).rest();
        Patience creation = new Patience(Duration.ofMinutes(1), Duration.ofMillis(200));
        creation.await("the creation of " + source, () -> Optional.of(rest.create(source, sourceConfig()))
                .filter(it -> it));
        creation.await("the creation of " + sink, () -> Optional.of(rest.create(sink, sinkConfig()))
                .filter(it -> it));
        if (!becomesEven(Duration.ofMinutes(2)) || !flows(0, Duration.ofMinutes(2))) {
            throw new BenchFailed("The tasks are not at work everywhere: " + seats());
        }
    }

    String source() {
        return source;
    }

    String sink() {
        return sink;
    }

    Seats seats() {
        return seats(company.members().get(0));
    }

    Seats seats(Member asked) {
        return Seats.of(asked.rest(), List.of(source, sink));
    }

    /** False when the time is over before all tasks run, evenly, and all members see it so: they are one company. */
    boolean becomesEven(Duration limit) {
        return succeeds(limit, () -> company.members().stream()
                .allMatch(it -> seats(it).areEven(SOURCES + SINKS, company.ids())));
    }

    /**
     * False when the time is over before every partition moves without a pause, beginning after that time.
     *
     * @param since in milliseconds
     */
    boolean flows(long since, Duration limit) {
        return succeeds(limit, () -> {
            long now = System.currentTimeMillis();
            // What was written until now is read after now.
            return now - STEADY > since
                    && Stream.concat(written.read().stream(), taken.read().stream())
                            .allMatch(it -> it.silence(now - STEADY, now) < PAUSE);
        });
    }

    private static boolean succeeds(Duration limit, BooleanSupplier look) {
        try {
            return new Patience(limit, Duration.ofMillis(200))
                    .await("it", () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
        } catch (BenchFailed late) {
            return false;
        }
    }

    /** What tasks of the source have written, by task. */
    List<Track> written() {
        return written.read();
    }

    /** What tasks of the sink have taken, by partition. */
    List<Track> taken() {
        return taken.read();
    }

    /** What the sink has committed, by partition. */
    Map<Integer, Long> committed() {
        return stage.broker().committed("connect-" + sink, feedTopic);
    }

    /** Partitions that those tasks of the sink had last. */
    List<Integer> partitionsOf(Set<Integer> tasks) {
        List<Track> tracks = taken.read();
        return IntStream.range(0, SOURCES)
                .filter(it -> tasks.contains(tracks.get(it).lastTask()))
                .boxed()
                .toList();
    }

    /** How many tasks were started since then. */
    int starts(long since) {
        return new Lives(folder(), source).startsSince(since).size()
                + new Lives(folder(), sink).startsSince(since).size();
    }

    /** Stops the feed and the source, waits until the sink is done, and says how many numbers never came. */
    long lost() {
        company.members().get(0).rest().ask("PUT", "/connectors/" + source + "/stop", Map.of());
        feed.close();
        List<Long> ends = stage.broker().ends(feedTopic, SOURCES);
        boolean all = succeeds(
                Duration.ofMinutes(1),
                () -> taken.read().stream().map(Track::length).toList().equals(ends));
        if (!all) {
            stage.say("the sink did not reach the end of its topic");
        }
        long behind = ends.stream().mapToLong(it -> it).sum()
                - taken.read().stream().mapToLong(Track::length).sum();
        return behind
                + Stream.concat(written.read().stream(), taken.read().stream())
                        .mapToLong(Track::missing)
                        .sum();
    }

    private Path folder() {
        return stage.layout().work();
    }

    private Map<String, String> sourceConfig() {
        return Map.of(
                "connector.class",
                TickSource.class.getName(),
                "tasks.max",
                Integer.toString(SOURCES),
                "value.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                TickSettings.TOPIC,
                tickTopic,
                TickSettings.FOLDER,
                folder().toString(),
                TickSettings.INTERVAL,
                Long.toString(INTERVAL));
    }

    private Map<String, String> sinkConfig() {
        return Map.of(
                "connector.class",
                TickSink.class.getName(),
                "tasks.max",
                Integer.toString(SINKS),
                "value.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "topics",
                feedTopic,
                TickSettings.FOLDER,
                folder().toString());
    }

    @Override
    public void close() {
        feed.close();
        written.close();
    }
}
