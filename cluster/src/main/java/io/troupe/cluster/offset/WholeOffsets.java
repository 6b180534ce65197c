package io.troupe.cluster.offset;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.persistence.Caller;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Plan;
import io.troupe.worker.kafka.TransactionFence;
import io.troupe.worker.offset.OffsetStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.japi.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of one connector, for those who read or change them as a whole.
 *
 * @param epoch of the connector's last run: a later one makes a change void
 * @param plan of the connector's last tasks
 * @param by on whose behalf they are changed
 */
public record WholeOffsets(
        EntityRef<OffsetsEntity.Command> entity, Epoch epoch, Plan plan, Caller by, ClusterSettings settings)
        implements OffsetStore {

    /** Nobody changes them through this. */
    public static WholeOffsets reader(EntityRef<OffsetsEntity.Command> entity, ClusterSettings settings) {
        return new WholeOffsets(entity, new Epoch(0, 0), new Plan(0, 0), Caller.TROUPE, settings);
    }

    /** A page at a time: a message may not be of any size. */
    @Override
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        String after = null;
        while (true) {
            String known = after;
            Answer answer = asking().ask(replyTo -> new OffsetsEntity.ListAfter(known, replyTo));
            if (!(answer instanceof OffsetsEntity.Known page) || page.offsets().isEmpty()) {
                return all;
            }
            for (Map.Entry<String, String> each : page.offsets().entrySet()) {
                all.put(each.getKey(), each.getValue());
                after = each.getKey();
            }
        }
    }

    @Override
    public Map<Integer, Long> settle(TransactionFence fence) {
        EarlierRuns earlier = new EarlierRuns(entity.getEntityId(), asking(), fence, Duration.ZERO, true);
        if (!earlier.settle(plan, List.of())) {
            throw startedSince();
        }
        Map<Integer, Long> marks = new HashMap<>();
        fence.lastCommitted(null).forEach((task, seen) -> marks.put(task, seen.number()));
        return marks;
    }

    @Override
    public void accept(Map<Integer, Long> marks) {
        change(replyTo -> new OffsetsEntity.Raise(epoch, marks, by, replyTo));
    }

    @Override
    public void alter(Map<String, @Nullable String> changes) {
        change(replyTo -> new OffsetsEntity.Alter(epoch, changes, by, replyTo));
    }

    @Override
    public void reset() {
        change(replyTo -> new OffsetsEntity.Reset(epoch, by, replyTo));
    }

    private void change(Function<ActorRef<Answer>, OffsetsEntity.Command> ask) {
        if (!(asking().ask(ask) instanceof OffsetsEntity.Recorded)) {
            throw startedSince();
        }
    }

    private static ConnectException startedSince() {
        return new ConnectException("The connector has been started since; its offsets are not changed");
    }

    private Asking<OffsetsEntity.Command> asking() {
        return new Asking<>(entity, settings.patience());
    }
}
