package io.troupe.bench.company;

import io.troupe.bench.Patience;
import io.troupe.bench.Side;
import java.time.Duration;
import java.util.Optional;

/** SIGSTOP of one of three workers for 20 s in every round, then SIGCONT: what it does then must harm nobody. */
final class Freeze {
    private static final String NAME = "freeze";
    private static final Measure SOURCES =
            Measure.of(NAME, "silence of its source tasks", "ms").atMost(15_000);
    private static final Measure SINKS =
            Measure.of(NAME, "silence of its sink partitions", "ms").atMost(15_000);
    private static final Measure OTHERS = Measure.of(NAME, "silence of everything else", "ms");
    private static final Measure BACKWARD =
            Measure.of(NAME, "offsets that went back", "").never();
    private static final Measure AFTER = Measure.of(NAME, "numbers repeated after SIGCONT", "");
    private static final Measure UNEVEN =
            Measure.of(NAME, "rounds that did not become even again", "").never();
    private static final Measure LOST = Measure.of(NAME, "numbers lost", "").never();
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration THAWED = Duration.ofSeconds(8);

    private Freeze() {}

    static void play(Stage stage, Side side) {
        try (Company company = new Company(
                stage, side, NAME + "-" + side.label(), 3, stage.wishes().heap())) {
            company.startAll();
            try (Traffic traffic = new Traffic(stage, company)) {
                traffic.begin();
                int rounds = stage.wishes().rounds(side, 3, 3);
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
        Member witness = company.other(victim);
        Disturbance freeze = Disturbance.of(traffic, traffic.seats(witness), victim);
        victim.freeze();
        traffic.flows(freeze.since(), FROZEN);
        sleepUntil(freeze.since() + FROZEN.toMillis());
        Commits commits = new Commits(traffic, witness);
        commits.look();
        long thawed = System.currentTimeMillis();
        victim.thaw();
        watch(commits, THAWED);
        traffic.flows(thawed, stage.wishes().patience());
        long until = System.currentTimeMillis();
        commits.look();
        stage.note(side, SOURCES, freeze.sourceSilence(until));
        stage.note(side, SINKS, freeze.sinkSilence(until));
        stage.note(side, OTHERS, freeze.otherSilence(until));
        stage.note(side, BACKWARD, commits.backward());
        long repeated =
                traffic.written().stream().mapToLong(it -> it.repeats(thawed)).sum();
        stage.note(side, AFTER, repeated);
        stage.say(
                "%tT %2d: worker %d (%s) frozen; silence %,d ms sources, %,d ms sink, %,d ms others; after SIGCONT:"
                        + " %d offsets went back, %d numbers again, its process %s",
                freeze.since(),
                round + 1,
                victim.number(),
                Ages.of(round % 3),
                freeze.sourceSilence(until),
                freeze.sinkSilence(until),
                freeze.otherSilence(until),
                commits.backward(),
                repeated,
                victim.isAlive() ? "goes on" : "has ended");
        stage.note(side, UNEVEN, isEvenAgain(stage, company, traffic, victim) ? 0 : 1);
    }

    /** One that has drawn its conclusions is started again. */
    private static boolean isEvenAgain(Stage stage, Company company, Traffic traffic, Member thawed) {
        if (thawed.isAlive()) {
            return traffic.becomesEven(stage.wishes().patience());
        }
        company.forget(thawed);
        Comeback back = Comeback.of(stage, company, traffic, thawed.number());
        stage.say("    back: %s", back);
        return back.even();
    }

    private static void watch(Commits commits, Duration time) {
        long end = System.currentTimeMillis() + time.toMillis();
        new Patience(time.multipliedBy(2), Duration.ofMillis(200)).await("the end of the watch", () -> {
            commits.look();
            return System.currentTimeMillis() >= end ? Optional.of(true) : Optional.empty();
        });
    }

    private static void sleepUntil(long millis) {
        new Patience(FROZEN.multipliedBy(2), Duration.ofMillis(50))
                .await(
                        "the end of the freeze",
                        () -> System.currentTimeMillis() >= millis ? Optional.of(true) : Optional.empty());
    }
}
