package io.troupe.bench.company;

import io.troupe.bench.Side;

/** SIGTERM for one of three workers in every round, by turns of the oldest, the second and the youngest. */
final class Leave {
    private static final String NAME = "leave";
    private static final Measure SOURCES =
            Measure.of(NAME, "silence of its source tasks", "ms").atMost(1000);
    private static final Measure SINKS =
            Measure.of(NAME, "silence of its sink partitions", "ms").atMost(1000);
    private static final Measure OTHERS =
            Measure.of(NAME, "silence of everything else", "ms").atMost(1000);
    private static final Measure SOURCE_REPEATS =
            Measure.of(NAME, "numbers that a source task repeats", "").never();
    private static final Measure SINK_REPEATS =
            Measure.of(NAME, "records that a sink partition gets again", "").never();
    private static final Measure END = Measure.of(NAME, "until its process has ended", "ms");
    private static final Measure RETURN = Measure.of(NAME, "silence when it comes back", "ms");
    private static final Measure UNEVEN =
            Measure.of(NAME, "rounds that did not become even again", "").never();
    private static final Measure LOST = Measure.of(NAME, "numbers lost", "").never();
    private static final long WORTH_A_LOOK = 1000;

    private Leave() {}

    static void play(Stage stage, Side side) {
        try (Company company = new Company(
                stage, side, NAME + "-" + side.label(), 3, stage.wishes().heap())) {
            company.startAll();
            try (Traffic traffic = new Traffic(stage, company)) {
                traffic.begin();
                int rounds = stage.wishes().rounds(side, 6, 3);
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
        Disturbance leave = Disturbance.of(traffic, before, victim);
        victim.leave();
        victim.awaitEnd();
        long ended = System.currentTimeMillis() - leave.since();
        traffic.flows(leave.since() + ended, stage.wishes().patience());
        long until = System.currentTimeMillis();
        stage.note(side, SOURCES, leave.sourceSilence(until));
        stage.note(side, SINKS, leave.sinkSilence(until));
        stage.note(side, OTHERS, leave.otherSilence(until));
        stage.note(side, SOURCE_REPEATS, leave.sourceRepeats());
        stage.note(side, SINK_REPEATS, leave.sinkRepeats());
        stage.note(side, END, ended);
        stage.say(
                "%tT %2d: worker %d (%s) left within %,d ms; silence %,d ms sources, %,d ms sink, %,d ms others;"
                        + " repeats %d, again %d",
                leave.since(),
                round + 1,
                victim.number(),
                Ages.of(round % 3),
                ended,
                leave.sourceSilence(until),
                leave.sinkSilence(until),
                leave.otherSilence(until),
                leave.sourceRepeats(),
                leave.sinkRepeats());
        if (Math.max(leave.sourceSilence(until), leave.sinkSilence(until)) > WORTH_A_LOOK) {
            stage.say("    of each: %s", leave.silences(until));
        }
        Comeback back = Comeback.of(stage, company, traffic, victim.number());
        stage.note(side, RETURN, back.silence());
        stage.note(side, UNEVEN, back.even() ? 0 : 1);
        stage.say("    back: %s", back);
    }
}
