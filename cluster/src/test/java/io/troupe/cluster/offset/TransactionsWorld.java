package io.troupe.cluster.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.offset.TransactionFacts.Decision;
import io.troupe.persistence.Caller;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
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

    /** What the journal holds, the connector's part of it included. */
    private record Journal(OffsetsState state, Layout layout, List<Long> revisions, long revision, long runs) {}

    /** They count as later than those that come anew, until these are as many. */
    private static final int MOST_RUNS_FORGOTTEN = 40;

    private final ArrayDeque<Journal> past = new ArrayDeque<>();
    private final SetClock clock = new SetClock();
    private OffsetsState state = OffsetsState.EMPTY;
    private TransactionFacts facts = newEntity();

    private Layout layout = Layout.APART;
    private List<Long> revisions = List.of(1L, 1L);
    private long revision = 1;
    private long runs;
    private final Map<Integer, ModelRun> current = new HashMap<>();
    private final List<ModelRun> all = new ArrayList<>();

    private boolean harmed;
    private final Map<Integer, ModelRun> producers = new HashMap<>();
    private int topic;
    private final List<Map<Integer, String>> topics = List.of(new HashMap<>(), new HashMap<>());
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
                    this,
                    all.size(),
                    task,
                    topic,
                    ++runs,
                    revisions.get(task),
                    layout.partitions().get(task));
            current.put(task, run);
            all.add(run);
        }
    }

    private TransactionFacts newEntity() {
        return new TransactionFacts(
                clock, () -> Duration.between(Instant.EPOCH, clock.now).toNanos());
    }

    /** The entity comes back from the journal. */
    void entityCrashes() {
        facts = newEntity();
    }

    /** The journal is a copy of before: a backup, or a standby that had not heard the latest. */
    void journalFallsBack(int lost) {
        Journal copy = null;
        for (int i = 0; i < lost && !past.isEmpty(); i++) {
            copy = past.pop();
        }
        if (copy != null) {
            state = copy.state();
            layout = copy.layout();
            revisions = copy.revisions();
            revision = copy.revision();
            runs = copy.runs();
            harmed = true;
            entityCrashes();
            all.forEach(ModelRun::forgotten);
            restart();
        }
    }

    /** The offsets topic was deleted. */
    void marksAreLost() {
        marks().clear();
        harmed = true;
    }

    /** Runs from here on use the other one of two offsets topics. */
    void topicChanges() {
        topic = 1 - topic;
        harmed = true;
    }

    private void restart() {
        current.clear();
        for (int task = 0; task < revisions.size(); task++) {
            start(task);
        }
    }

    /** Whoever is asked looks what Kafka has, and sets the offsets so; all tasks were stopped. */
    private void somebodyDecides() {
        producers.clear();
        for (Map.Entry<Integer, Transactions.Run> each :
                Map.copyOf(state.transactions().runs()).entrySet()) {
            Transactions.Batch pending = each.getValue().pending();
            String mark = pending == null ? null : pending.mark();
            follow(facts.on(
                    state,
                    new OffsetsEntity.Settle(
                            each.getKey(),
                            each.getValue().epoch(),
                            mark,
                            lastCommitted(topic).get(each.getKey()),
                            Map.of(),
                            true,
                            true,
                            ModelRun.NOBODY)));
        }
        Map<String, @Nullable String> offsets = new HashMap<>();
        written.forEach(
                (partition, count) -> offsets.put("p" + partition, count == 0 ? null : Integer.toString(count - 1)));
        Epoch epoch = new Epoch(1, runs);
        follow(new Decision(
                List.of(
                        new OffsetsFact.Altered(epoch, offsets, clock.instant(), Caller.TROUPE),
                        new OffsetsFact.Raised(numbers(), clock.instant(), Caller.TROUPE)),
                new OffsetsEntity.Recorded()));
        restart();
    }

    private Map<Integer, String> marks() {
        return topics.get(topic);
    }

    private Map<Integer, Long> numbers() {
        Map<Integer, Long> numbers = new HashMap<>();
        marks().forEach((task, mark) -> numbers.put(task, Transactions.Batch.number(mark)));
        return numbers;
    }

    void timePasses() {
        clock.now = clock.now.plus(Duration.ofMinutes(1));
    }

    /**
     * From now on only the current runs go on, started again as often as they fail: each of them has to get somewhere. A
     * run that its journal has forgotten may have had a later plan: then tasks are planned anew until theirs is the latest.
     */
    void calmDown() {
        Map<Integer, Integer> before = Map.copyOf(written);
        goOn();
        for (int i = 0; i < (harmed ? MOST_RUNS_FORGOTTEN : 1); i++) {
            if (current.values().stream().anyMatch(ModelRun::undecided)) {
                assertThat(harmed)
                        .as("a journal or a topic that has lost something")
                        .isTrue();
                somebodyDecides();
            }
            if (harmed) {
                plan(layout);
            } else {
                restart();
            }
            goOn();
        }
        written.forEach((partition, count) -> assertThat(count)
                .as("records of partition " + partition)
                .isGreaterThan(before.getOrDefault(partition, 0)));
    }

    /** Whoever was about to fence, and ended, holds nobody up any more. */
    private void goOn() {
        timePasses();
        for (int round = 0; round < 60; round++) {
            current.values().forEach(run -> run.step(false));
        }
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
        decision.facts().forEach(fact -> {
            past.push(new Journal(state, layout, revisions, revision, runs));
            state = fact.applyTo(state);
        });
        return decision.answer();
    }

    // --- Kafka, as a run sees it

    void takeOver(ModelRun run) {
        producers.put(run.task(), run);
    }

    void fence(int task) {
        producers.remove(task);
    }

    Map<Integer, CommittedMark> lastCommitted(int inTopic) {
        Map<Integer, CommittedMark> last = new HashMap<>();
        topics.get(inTopic).forEach((task, mark) -> last.put(task, new CommittedMark(mark, null)));
        return last;
    }

    /** Without records; false when the producer is fenced. */
    boolean commit(ModelRun run, String mark) {
        if (producers.get(run.task()) != run) {
            return false;
        }
        topics.get(run.topic()).put(run.task(), mark);
        return true;
    }

    /** False when the producer is fenced. */
    boolean commit(ModelRun run, String mark, int partition, int number) {
        if (!commit(run, mark)) {
            return false;
        }
        assertThat(number).as("next record of partition " + partition).isEqualTo(written.get(partition));
        written.merge(partition, 1, Integer::sum);
        return true;
    }
}
