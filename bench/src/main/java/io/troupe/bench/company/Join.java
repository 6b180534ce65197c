package io.troupe.bench.company;

import io.troupe.bench.Side;
import java.util.Set;

/** A fourth worker comes to three in every round, takes its share of the tasks, and leaves again. */
final class Join {
    private static final String NAME = "join";
    private static final Measure SOURCES =
            Measure.of(NAME, "silence of source tasks that moved", "ms").atMost(1000);
    private static final Measure SINKS =
            Measure.of(NAME, "silence of sink partitions that moved", "ms").atMost(1000);
    private static final Measure OTHERS =
            Measure.of(NAME, "silence of everything else", "ms").atMost(1000);
    private static final Measure MOVED = Measure.of(NAME, "tasks that moved (a fair share: 4 or 5)", "");
    private static final Measure EXTRA = Measure.of(NAME, "starts of tasks besides", "");
    private static final Measure REPEATS =
            Measure.of(NAME, "records that came again", "").never();
    private static final Measure EVEN = Measure.of(NAME, "from its start until all is even", "ms");
    private static final Measure UNEVEN =
            Measure.of(NAME, "rounds that did not become even", "").never();
    private static final Measure LEAVE = Measure.of(NAME, "silence when it leaves again", "ms");
    private static final Measure LOST = Measure.of(NAME, "numbers lost", "").never();
    private static final int FOURTH = 3;

    private Join() {}

    static void play(Stage stage, Side side) {
        try (Company company = new Company(
                stage, side, NAME + "-" + side.label(), 3, stage.wishes().heap())) {
            company.startAll();
            try (Traffic traffic = new Traffic(stage, company)) {
                traffic.begin();
                int rounds = stage.wishes().rounds(side, 3, 2);
                for (int round = 0; round < rounds; round++) {
                    playRound(stage, company, traffic, round);
                }
                stage.note(side, LOST, traffic.lost());
            }
        }
    }

    private static void playRound(Stage stage, Company company, Traffic traffic, int round) {
        Side side = company.side();
        Seats before = traffic.seats();
        Comeback joined = Comeback.of(stage, company, traffic, FOURTH);
        Seats after = traffic.seats();
        Set<Integer> sources = after.movedFrom(before, traffic.source());
        Set<Integer> sinks = after.movedFrom(before, traffic.sink());
        Disturbance join = joined.join().touching(sources, traffic.partitionsOf(sinks));
        long until = System.currentTimeMillis();
        int moved = sources.size() + sinks.size();
        stage.note(side, SOURCES, join.sourceSilence(until));
        stage.note(side, SINKS, join.sinkSilence(until));
        stage.note(side, OTHERS, join.otherSilence(until));
        stage.note(side, MOVED, moved);
        stage.note(side, EXTRA, joined.starts() - moved);
        stage.note(side, REPEATS, join.sourceRepeats() + join.sinkRepeats());
        stage.note(side, EVEN, joined.millis());
        stage.note(side, UNEVEN, joined.even() ? 0 : 1);
        stage.say("%tT %2d: %s; moved: %s", join.since(), round + 1, joined, join.silences(until));
        stage.note(side, LEAVE, leave(stage, company, traffic));
    }

    private static long leave(Stage stage, Company company, Traffic traffic) {
        Member fourth = company.members().get(FOURTH);
        company.forget(fourth);
        Disturbance leave = Disturbance.ofNobody(traffic);
        fourth.leave();
        fourth.awaitEnd();
        traffic.becomesEven(stage.wishes().patience());
        traffic.flows(System.currentTimeMillis(), stage.wishes().patience());
        return leave.otherSilence(System.currentTimeMillis());
    }
}
