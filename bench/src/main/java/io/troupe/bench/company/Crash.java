package io.troupe.bench.company;

import io.troupe.bench.ConnectRest;
import io.troupe.bench.Side;

/** kill -9 of one of three workers in every round, by turns of the oldest, the second and the youngest. */
final class Crash {
    private static final String NAME = "crash";
    private static final Measure SOURCES =
            Measure.of(NAME, "silence of its source tasks", "ms").goal(3000, 5000);
    private static final Measure SINKS =
            Measure.of(NAME, "silence of its sink partitions", "ms").goal(3000, 5000);
    private static final Measure OTHERS = Measure.of(NAME, "silence of everything else", "ms");
    private static final Measure SOURCE_REPEATS = Measure.of(NAME, "numbers that a source task repeats", "");
    private static final Measure SINK_REPEATS = Measure.of(NAME, "records that a sink partition gets again", "");
    private static final Measure BELOW_COMMIT =
            Measure.of(NAME, "records again although committed", "").never();
    private static final Measure UNEVEN =
            Measure.of(NAME, "rounds that did not become even again", "").never();
    private static final Measure RETURN = Measure.of(NAME, "silence when it comes back", "ms");
    private static final Measure STATUS = Measure.of(NAME, "slowest answer about its tasks", "ms");
    private static final Measure OFFSETS = Measure.of(NAME, "slowest answer about its offsets", "ms");
    private static final Measure LOST = Measure.of(NAME, "numbers lost", "").never();
    private static final long WORTH_A_LOOK = 3000;

    private Crash() {}

    static void play(Stage stage, Side side) {
        try (Company company = new Company(
                stage, side, NAME + "-" + side.label(), 3, stage.wishes().heap())) {
            company.startAll();
            try (Traffic traffic = new Traffic(stage, company)) {
                traffic.begin();
                int rounds = stage.wishes().rounds(side, 20, 3);
                for (int round = 0; round < rounds; round++) {
                    playRound(stage, company, traffic, round);
                }
                stage.note(side, LOST, traffic.lost());
            }
        }
    }

    private static void playRound(Stage stage, Company company, Traffic traffic, int round) {
        Side side = company.side();
        Member victim = company.members().get(round % 3);
        Seats before = traffic.seats(company.other(victim));
        company.forget(victim);
        Disturbance crash = Disturbance.of(traffic, before, victim);
        victim.kill();
        ConnectRest survivor = company.members().get(0).rest();
        Questions status = new Questions(survivor, "/connectors/" + traffic.source() + "/status");
        Questions offsets = new Questions(survivor, "/connectors/" + traffic.source() + "/offsets");
        boolean recovered = traffic.flows(crash.since(), stage.wishes().patience());
        long until = System.currentTimeMillis();
        status.close();
        offsets.close();
        stage.note(side, STATUS, status.slowest());
        stage.note(side, OFFSETS, offsets.slowest());
        stage.note(side, SOURCES, crash.sourceSilence(until));
        stage.note(side, SINKS, crash.sinkSilence(until));
        stage.note(side, OTHERS, crash.otherSilence(until));

        Comeback back = Comeback.of(stage, company, traffic, victim.number());
        stage.note(side, RETURN, back.silence());
        stage.note(side, UNEVEN, back.even() ? 0 : 1);
        stage.note(side, SOURCE_REPEATS, crash.sourceRepeats());
        stage.note(side, SINK_REPEATS, crash.sinkRepeats());
        stage.note(side, BELOW_COMMIT, crash.belowCommit());
        stage.say(
                "%tT %2d: worker %d (%s) killed; silence %,d ms sources, %,d ms sink, %,d ms others; repeats %d, again %d,"
                        + " below commit %d; %s",
                crash.since(),
                round + 1,
                victim.number(),
                Ages.of(round % 3),
                crash.sourceSilence(until),
                crash.sinkSilence(until),
                crash.otherSilence(until),
                crash.sourceRepeats(),
                crash.sinkRepeats(),
                crash.belowCommit(),
                back);
        if (!recovered || Math.max(crash.sourceSilence(until), crash.sinkSilence(until)) > WORTH_A_LOOK) {
            stage.say("    of each: %s", crash.silences(until));
            stage.say(
                    "    slowest answer about tasks %,d ms (%d failed), about offsets %,d ms (%d failed)",
                    status.slowest(), status.failed(), offsets.slowest(), offsets.failed());
        }
    }
}
