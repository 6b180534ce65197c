package io.troupe.cluster.offset;

import io.troupe.cluster.offset.TransactionsWorld.Layout;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Runs that crash, hang and come back, plans that change, an entity that is restarted: each record is committed once,
 * in order. The world checks every one.
 */
class RecoveryModelTest {

    /** Something that happens. */
    @FunctionalInterface
    interface Step {
        void happen(TransactionsWorld world);
    }

    private record Named(String name, Step step) implements Step {
        @Override
        public void happen(TransactionsWorld world) {
            step.happen(world);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Step named(String name, Step step) {
        return new Named(name, step);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return ordinary().list().ofMaxSize(300);
    }

    @Provide
    Arbitrary<List<Step>> olderJournals() {
        return with(Arbitraries.integers()
                .between(1, 30)
                .map(facts -> named("journal falls back by " + facts, world -> world.journalFallsBack(facts))));
    }

    @Provide
    Arbitrary<List<Step>> lostMarks() {
        return with(Arbitraries.of(
                named("marks are lost", TransactionsWorld::marksAreLost),
                named("offsets topic changes", TransactionsWorld::topicChanges)));
    }

    private static Arbitrary<List<Step>> with(Arbitrary<Step> harm) {
        return Arbitraries.frequencyOf(Tuple.of(97, ordinary()), Tuple.of(3, harm))
                .list()
                .ofMaxSize(300);
    }

    /** Latest runs act most. */
    private static Arbitrary<Step> ordinary() {
        Arbitrary<Integer> latest = Arbitraries.integers().between(-4, -1);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 30);
        Arbitrary<Boolean> lost = Arbitraries.of(true, false);
        return Arbitraries.frequencyOf(
                Tuple.of(60, latest.flatMap(run -> lost.map(gone -> step(run, gone)))),
                Tuple.of(20, any.flatMap(run -> lost.map(gone -> step(run, gone)))),
                Tuple.of(
                        3,
                        Arbitraries.integers().between(0, 1).map(task -> named("start " + task, w -> w.start(task)))),
                Tuple.of(2, Arbitraries.of(Layout.class).map(layout -> named("plan " + layout, w -> w.plan(layout)))),
                Tuple.of(1, Arbitraries.just(named("entity crashes", TransactionsWorld::entityCrashes))),
                Tuple.of(2, Arbitraries.just(named("time passes", TransactionsWorld::timePasses))));
    }

    private static Step step(int run, boolean lost) {
        return named("step " + run + (lost ? " lost" : ""), world -> world.step(run, lost));
    }

    @Property(tries = 3000)
    void eachRecordIsCommittedOnceAndInOrder(@ForAll("steps") List<Step> steps) {
        TransactionsWorld world = new TransactionsWorld();
        steps.forEach(step -> step.happen(world));
        world.calmDown();
    }

    /** Where it cannot be told how a transaction ended, nobody goes on until somebody has decided. */
    @Property(tries = 3000)
    void aJournalThatIsOlderThanKafkaRepeatsNothing(@ForAll("olderJournals") List<Step> steps) {
        eachRecordIsCommittedOnceAndInOrder(steps);
    }

    @Property(tries = 3000)
    void marksThatAreGoneRepeatNothing(@ForAll("lostMarks") List<Step> steps) {
        eachRecordIsCommittedOnceAndInOrder(steps);
    }
}
