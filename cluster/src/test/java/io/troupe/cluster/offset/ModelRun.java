package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.cluster.offset.OffsetsEntity.Begin;
import io.troupe.cluster.offset.OffsetsEntity.Prepare;
import io.troupe.cluster.offset.OffsetsEntity.Settle;
import io.troupe.cluster.offset.OffsetsEntity.Supersede;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions.Batch;
import io.troupe.persistence.offset.Transactions.Run;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A run of an exactly-once task as {@link EntityRunOffsets} and the loop do it, one call a step. */
final class ModelRun {

    private enum Phase {
        LOOK,
        SETTLE,
        FENCE,
        SEE,
        RESOLVE,
        BEGIN,
        TAKE_OVER,
        SEE_OWN,
        RESOLVE_OWN,
        READ,
        POLL,
        PREPARE,
        COMMIT,
        TELL,
        OVER
    }

    /** Nobody to be told: answers are taken from the decision. */
    @SuppressWarnings("NullAway")
    static final ActorRef<Answer> NOBODY = null;

    private final TransactionsWorld world;
    private final int task;
    private final int topic;
    private final Epoch epoch;
    private final long revision;
    private final List<Integer> partitions;
    private final Map<Integer, Integer> positions = new HashMap<>();
    private final ArrayDeque<Map.Entry<Integer, Run>> earlier = new ArrayDeque<>();
    private final String own;
    private Map<Integer, CommittedMark> seen = Map.of();
    private Marks marks = Marks.NONE;
    private boolean marked;
    private boolean undecided;
    private Phase phase = Phase.LOOK;
    private Plan plan = new Plan(0, 0);
    private List<Long> revisions = List.of();
    private @Nullable Batch pending;
    private @Nullable CommittedMark committed;
    private long count;
    private int partition;

    /** @param number unlike that of any other run, also of those that the journal has forgotten */
    ModelRun(
            TransactionsWorld world,
            int number,
            int task,
            int topic,
            long run,
            long revision,
            List<Integer> partitions) {
        this.own = Integer.toHexString(number);
        this.world = world;
        this.task = task;
        this.topic = topic;
        this.epoch = new Epoch(1, run);
        this.revision = revision;
        this.partitions = partitions;
    }

    int task() {
        return task;
    }

    /** That its marks are in. */
    int topic() {
        return topic;
    }

    private String mark() {
        return count + "-" + own;
    }

    /** Its worker asks the connector, and is not known there, unless it had begun before. */
    void forgotten() {
        if (phase.compareTo(Phase.BEGIN) <= 0) {
            phase = Phase.OVER;
        }
    }

    /** Somebody has to decide how it goes on. */
    boolean undecided() {
        return undecided;
    }

    /** @param lost whether news, if this step is to tell some, gets lost */
    void step(boolean lost) {
        phase = switch (phase) {
            case LOOK -> look();
            case SETTLE -> settle();
            case FENCE -> fence();
            case SEE -> see();
            case RESOLVE -> resolve();
            case BEGIN -> begin();
            case TAKE_OVER -> takeOver();
            case SEE_OWN -> seeOwn();
            case RESOLVE_OWN -> resolveOwn();
            case READ -> read();
            case POLL -> poll();
            case PREPARE -> prepare();
            case COMMIT -> commit();
            case TELL -> tell(lost);
            case OVER -> Phase.OVER;
        };
    }

    private Phase look() {
        plan = world.plan();
        revisions = world.revisions();
        return world.wants(this) ? Phase.SETTLE : Phase.OVER;
    }

    private Phase settle() {
        Answer answer = world.follow(world.entity().on(world.state(), new Supersede(plan, revisions, true, NOBODY)));
        if (answer instanceof OffsetsEntity.Unsettled unsettled) {
            earlier.addAll(unsettled.runs().entrySet());
            return earlier.isEmpty() ? Phase.SETTLE : Phase.FENCE;
        }
        return answer instanceof OffsetsEntity.Recorded ? Phase.BEGIN : Phase.LOOK;
    }

    private Phase fence() {
        earlier.forEach(each -> world.fence(each.getKey()));
        return Phase.SEE;
    }

    private Phase see() {
        seen = world.lastCommitted(topic);
        return Phase.RESOLVE;
    }

    private Phase resolve() {
        Map.Entry<Integer, Run> each = earlier.poll();
        if (each == null) {
            return Phase.SETTLE;
        }
        Answer answer =
                settle(each.getKey(), each.getValue().epoch(), each.getValue().pending(), true);
        return answer instanceof OffsetsEntity.Undecided ? Phase.OVER : Phase.RESOLVE;
    }

    private Phase begin() {
        Answer answer = world.follow(world.entity().on(world.state(), new Begin(task, epoch, plan, revision, NOBODY)));
        if (answer instanceof OffsetsEntity.Began began) {
            pending = began.pending();
            marks = began.marks();
            count = marks.last();
            return Phase.TAKE_OVER;
        }
        return answer instanceof OffsetsEntity.Outdated ? Phase.LOOK : Phase.OVER;
    }

    private Phase takeOver() {
        world.takeOver(this);
        return Phase.SEE_OWN;
    }

    private Phase seeOwn() {
        seen = world.lastCommitted(topic);
        return Phase.RESOLVE_OWN;
    }

    private Phase resolveOwn() {
        CommittedMark last = seen.get(task);
        marked = last != null && last.number() >= marks.last();
        return settle(task, epoch, pending, false) instanceof OffsetsEntity.Recorded ? Phase.READ : Phase.OVER;
    }

    private Answer settle(int whose, Epoch ofRun, @Nullable Batch batch, boolean over) {
        String mark = batch == null ? null : batch.mark();
        Map<Integer, Long> numbers = new HashMap<>();
        seen.forEach((each, last) -> numbers.put(each, last.number()));
        Answer answer = world.follow(world.entity()
                .on(world.state(), new Settle(whose, ofRun, mark, seen.get(whose), numbers, over, false, NOBODY)));
        undecided = answer instanceof OffsetsEntity.Undecided;
        return answer;
    }

    private Phase read() {
        for (int each : partitions) {
            String offset = world.state().offsets().get("p" + each);
            positions.put(each, offset == null ? 0 : Integer.parseInt(offset) + 1);
        }
        return Phase.POLL;
    }

    private Phase poll() {
        count++;
        partition = partitions.get((int) (count % partitions.size()));
        return Phase.PREPARE;
    }

    private int number() {
        return positions.getOrDefault(partition, 0);
    }

    /** The first one is without records and offsets, when Kafka has no mark. */
    private Phase prepare() {
        Map<String, @Nullable String> offsets = new HashMap<>();
        if (marked) {
            offsets.put("p" + partition, Integer.toString(number()));
        }
        String after = committed == null ? null : committed.mark();
        Answer answer = world.follow(
                world.entity().on(world.state(), new Prepare(task, epoch, after, mark(), offsets, NOBODY)));
        undecided = answer instanceof OffsetsEntity.Undecided;
        return answer instanceof OffsetsEntity.Recorded ? Phase.COMMIT : Phase.OVER;
    }

    private Phase commit() {
        boolean done = marked ? world.commit(this, mark(), partition, number()) : world.commit(this, mark());
        if (!done) {
            return Phase.OVER;
        }
        if (marked) {
            positions.merge(partition, 1, Integer::sum);
        }
        marked = true;
        committed = new CommittedMark(mark(), null);
        return Phase.TELL;
    }

    private Phase tell(boolean lost) {
        if (!lost) {
            world.follow(world.entity()
                    .on(world.state(), new Settle(task, epoch, mark(), committed, Map.of(), false, false, NOBODY)));
        }
        return Phase.POLL;
    }
}
