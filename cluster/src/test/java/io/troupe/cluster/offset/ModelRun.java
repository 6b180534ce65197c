package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.cluster.offset.OffsetsEntity.Begin;
import io.troupe.cluster.offset.OffsetsEntity.Prepare;
import io.troupe.cluster.offset.OffsetsEntity.Settle;
import io.troupe.cluster.offset.OffsetsEntity.Supersede;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions.Batch;
import io.troupe.persistence.offset.Transactions.Run;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A run of an exactly-once task as {@link EntityRunOffsets} and the loop do it, one call a step. */
final class ModelRun {

    private enum Phase {
        LOOK,
        SETTLE,
        FENCE,
        RESOLVE,
        BEGIN,
        TAKE_OVER,
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
    private static final ActorRef<Answer> NOBODY = null;

    private final TransactionsWorld world;
    private final int task;
    private final Epoch epoch;
    private final long revision;
    private final List<Integer> partitions;
    private final Map<Integer, Integer> positions = new HashMap<>();
    private final ArrayDeque<Map.Entry<Integer, Run>> earlier = new ArrayDeque<>();
    private Phase phase = Phase.LOOK;
    private Plan plan = new Plan(0, 0);
    private List<Long> revisions = List.of();
    private @Nullable Batch pending;
    private @Nullable String committed;
    private int transactions;
    private int partition;

    ModelRun(TransactionsWorld world, int task, long run, long revision, List<Integer> partitions) {
        this.world = world;
        this.task = task;
        this.epoch = new Epoch(1, run);
        this.revision = revision;
        this.partitions = partitions;
    }

    int task() {
        return task;
    }

    private String mark() {
        return epoch.run() + "-" + transactions;
    }

    /** @param lost whether news, if this step is to tell some, gets lost */
    void step(boolean lost) {
        phase = switch (phase) {
            case LOOK -> look();
            case SETTLE -> settle();
            case FENCE -> fence();
            case RESOLVE -> resolve();
            case BEGIN -> begin();
            case TAKE_OVER -> takeOver();
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
        return Phase.RESOLVE;
    }

    private Phase resolve() {
        Map.Entry<Integer, Run> each = earlier.poll();
        if (each == null) {
            return Phase.SETTLE;
        }
        settle(each.getKey(), each.getValue().epoch(), each.getValue().pending(), true);
        return Phase.RESOLVE;
    }

    private Phase begin() {
        Answer answer = world.follow(world.entity().on(world.state(), new Begin(task, epoch, plan, revision, NOBODY)));
        if (answer instanceof OffsetsEntity.Began began) {
            pending = began.pending();
            return Phase.TAKE_OVER;
        }
        return answer instanceof OffsetsEntity.Outdated ? Phase.LOOK : Phase.OVER;
    }

    private Phase takeOver() {
        world.takeOver(this);
        return Phase.RESOLVE_OWN;
    }

    private Phase resolveOwn() {
        return settle(task, epoch, pending, false) instanceof OffsetsEntity.Recorded ? Phase.READ : Phase.OVER;
    }

    private Answer settle(int whose, Epoch ofRun, @Nullable Batch batch, boolean over) {
        String mark = batch == null ? null : batch.mark();
        boolean was = mark != null && Objects.equals(world.lastCommitted(whose), mark);
        return world.follow(world.entity().on(world.state(), new Settle(whose, ofRun, mark, was, over, NOBODY)));
    }

    private Phase read() {
        for (int each : partitions) {
            String offset = world.state().offsets().get("p" + each);
            positions.put(each, offset == null ? 0 : Integer.parseInt(offset) + 1);
        }
        return Phase.POLL;
    }

    private Phase poll() {
        transactions++;
        partition = partitions.get(transactions % partitions.size());
        return Phase.PREPARE;
    }

    private int number() {
        return positions.getOrDefault(partition, 0);
    }

    private Phase prepare() {
        Map<String, @Nullable String> offsets = new HashMap<>();
        offsets.put("p" + partition, Integer.toString(number()));
        Answer answer = world.follow(
                world.entity().on(world.state(), new Prepare(task, epoch, committed, mark(), offsets, NOBODY)));
        return answer instanceof OffsetsEntity.Recorded ? Phase.COMMIT : Phase.OVER;
    }

    private Phase commit() {
        if (!world.commit(this, mark(), partition, number())) {
            return Phase.OVER;
        }
        positions.merge(partition, 1, Integer::sum);
        committed = mark();
        return Phase.TELL;
    }

    private Phase tell(boolean lost) {
        if (!lost) {
            world.follow(world.entity().on(world.state(), new Settle(task, epoch, mark(), true, false, NOBODY)));
        }
        return Phase.POLL;
    }
}
