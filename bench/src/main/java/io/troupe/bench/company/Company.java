package io.troupe.bench.company;

import io.troupe.bench.Ports;
import io.troupe.bench.Side;
import io.troupe.bench.WorkerCommand;
import io.troupe.bench.WorkerProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The workers of one side that share a group, oldest first. */
final class Company implements AutoCloseable {
    private static final int SEATS = 4;

    /** What the reference gets to be quick: the shortest session that a broker with default settings accepts. */
    private static final Map<String, String> QUICK = Map.of(
            "scheduled.rebalance.max.delay.ms", "0",
            "session.timeout.ms", "6000",
            "heartbeat.interval.ms", "1000",
            "consumer.session.timeout.ms", "6000",
            "consumer.heartbeat.interval.ms", "1000");

    private final Stage stage;
    private final Side side;
    private final String group;
    private final int size;
    private final String heap;
    private final List<Integer> restPorts = ports();
    private final List<Integer> clusterPorts = ports();
    private final List<Member> members = new ArrayList<>();
    private final Map<Integer, Integer> lives = new HashMap<>();

    /** @param size how many found it; more may join */
    Company(Stage stage, Side side, String group, int size, String heap) {
        this.stage = stage;
        this.side = side;
        this.group = group;
        this.size = size;
        this.heap = heap;
    }

    Side side() {
        return side;
    }

    String group() {
        return group;
    }

    /** The first one by itself, so that it is certainly the oldest. */
    void startAll() {
        start(0).awaitReady();
        IntStream.range(1, size).mapToObj(this::start).toList().forEach(Member::awaitReady);
    }

    /** Does not wait until it is ready. */
    Member start(int number) {
        String life = group + "-" + number + "-" + lives.merge(number, 1, Integer::sum);
        Path file = stage.layout().work().resolve(life + ".properties");
        properties(number).write(file);
        WorkerCommand program = new WorkerCommand(
                stage.layout(),
                side,
                file,
                heap,
                List.of("-Dlogback.configurationFile=" + stage.layout().talkativeLogConfig()));
        Member member = new Member(
                number,
                restPorts.get(number),
                stage.processes(),
                stage.processes().start(life, program.command(), program.environment()));
        members.add(member);
        return member;
    }

    /** Counts it out; whoever does so ends its process. */
    void forget(Member member) {
        members.remove(member);
    }

    /** Oldest first. */
    List<Member> members() {
        return List.copyOf(members);
    }

    Set<String> ids() {
        return members.stream().map(Member::id).collect(Collectors.toSet());
    }

    /** One that is not the given one. */
    Member other(Member than) {
        return members.stream().filter(it -> it != than).findFirst().orElseThrow();
    }

    private WorkerProperties properties(int number) {
        WorkerProperties common = WorkerProperties.of(
                        stage.layout(), side, group, stage.broker().address(), restPorts.get(number))
                .with(Map.of("offset.flush.interval.ms", "1000"));
        if (side == Side.REFERENCE) {
            return stage.wishes().stock() ? common : common.with(QUICK);
        }
        return common.with(stage.journal().settings())
                .with(Map.of(
                        "troupe.cluster.listener",
                        clusterAddress(number),
                        "troupe.cluster.seed.nodes",
                        IntStream.range(0, size).mapToObj(this::clusterAddress).collect(Collectors.joining(","))));
    }

    private String clusterAddress(int number) {
        return "127.0.0.1:" + clusterPorts.get(number);
    }

    private static List<Integer> ports() {
        return Stream.generate(Ports::lasting).distinct().limit(SEATS).toList();
    }

    /** All at once: how they leave is of no interest any more. */
    @Override
    public void close() {
        members().forEach(Member::kill);
        members.clear();
    }
}
