package io.troupe.cluster.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.offset.TransactionFacts.Decision;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.persistence.offset.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connector with two source partitions of numbered records, the entity of its offsets, Kafka, and every run of its
 * tasks there ever was: each may go on at any time, one step, or never again.
 */
final class TransactionsWorld {

    /** Which source partitions each task has. */
    enum Layout {
        APART,
        CROSSED,
        ALONE;

        List<List<Integer>> partitions() {
            return switch (this) {
                case APART -> List.of(List.of(0), List.of(1));
                case CROSSED -> List.of(List.of(1), List.of(0));
                case ALONE -> List.of(List.of(0, 1));
            };
        }
    }

    /** Time passes when it is told to. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final SetClock clock = new SetClock();
    private OffsetsState state = OffsetsState.EMPTY;
    private TransactionFacts facts = new TransactionFacts(clock);

    private Layout layout = Layout.APART;
    private List<Long> revisions = List.of(1L, 1L);
    private long revision = 1;
    private long runs;
    private final Map<Integer, ModelRun> current = new HashMap<>();
    private final List<ModelRun> all = new ArrayList<>();

    private final Map<Integer, ModelRun> producers = new HashMap<>();
    private final Map<Integer, String> marks = new HashMap<>();
    private final Map<Integer, Integer> written = new HashMap<>(Map.of(0, 0, 1, 0));

    TransactionsWorld() {
        start(0);
        start(1);
    }

    // --- what happens

    void step(int which, boolean lost) {
        all.get(Math.floorMod(which, all.size())).step(lost);
    }

    /** The connector planned its tasks anew: some work changed hands. */
    void plan(Layout next) {
        revision++;
        layout = next;
        revisions = next.partitions().stream().map(each -> revision).toList();
        current.clear();
        for (int task = 0; task < revisions.size(); task++) {
            start(task);
        }
    }

    /** A task was given to another worker; the one it had knows nothing of it. */
    void start(int task) {
        if (task < revisions.size()) {
            ModelRun run = new ModelRun(
                    this, task, ++runs, revisions.get(task), layout.partitions().get(task));
            current.put(task, run);
            all.add(run);
        }
    }

    /** The entity comes back from the journal. */
    void entityCrashes() {
        facts = new TransactionFacts(clock);
    }

    void timePasses() {
        clock.now = clock.now.plus(Duration.ofMinutes(1));
    }

    /** From now on only the current runs go on: each of them has to get somewhere. */
    void calmDown() {
        timePasses();
        Map<Integer, Integer> before = Map.copyOf(written);
        for (int round = 0; round < 60; round++) {
            current.values().forEach(run -> run.step(false));
        }
        for (int task : List.copyOf(current.keySet())) {
            start(task);
        }
        for (int round = 0; round < 60; round++) {
            current.values().forEach(run -> run.step(false));
        }
        written.forEach((partition, count) -> assertThat(count)
                .as("records of partition " + partition)
                .isGreaterThan(before.getOrDefault(partition, 0)));
    }

    // --- the entity, as a run sees it

    boolean wants(ModelRun run) {
        return current.get(run.task()) == run;
    }

    Plan plan() {
        return new Plan(1, revision);
    }

    List<Long> revisions() {
        return revisions;
    }

    TransactionFacts entity() {
        return facts;
    }

    OffsetsState state() {
        return state;
    }

    OffsetsEntity.Answer follow(Decision decision) {
        decision.facts().forEach(fact -> state = fact.applyTo(state));
        return decision.answer();
    }

    // --- Kafka, as a run sees it

    void takeOver(ModelRun run) {
        producers.put(run.task(), run);
    }

    void fence(int task) {
        producers.remove(task);
    }

    @Nullable
    String lastCommitted(int task) {
        return marks.get(task);
    }

    /** False when the producer is fenced. */
    boolean commit(ModelRun run, String mark, int partition, int number) {
        if (producers.get(run.task()) != run) {
            return false;
        }
        assertThat(number).as("next record of partition " + partition).isEqualTo(written.get(partition));
        written.merge(partition, 1, Integer::sum);
        marks.put(run.task(), mark);
        return true;
    }
}
