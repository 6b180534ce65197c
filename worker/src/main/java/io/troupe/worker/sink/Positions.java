package io.troupe.worker.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a sink task has come, a partition: what was put, and what of it was committed. */
public final class Positions {

    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    /** The group may have gone back to an older commit in these: what was committed is worth saying again. */
    private final Set<TopicPartition> doubtful = new HashSet<>();

    /** A partition was given to the task; both positions begin where its consumer stands. */
    public void assigned(TopicPartition partition, long position) {
        delivered.put(partition, new OffsetAndMetadata(position));
        committed.put(partition, new OffsetAndMetadata(position));
    }

    public void revoked(Collection<TopicPartition> partitions) {
        delivered.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
        doubtful.removeAll(partitions);
    }

    public Set<TopicPartition> assignment() {
        return Set.copyOf(delivered.keySet());
    }

    boolean has(TopicPartition partition) {
        return delivered.containsKey(partition);
    }

    int count() {
        return delivered.size();
    }

    /** How many offsets were delivered and are not committed, over all partitions. */
    long ahead() {
        long sum = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> each : delivered.entrySet()) {
            OffsetAndMetadata safe = committed.get(each.getKey());
            sum += Math.max(0, each.getValue().offset() - (safe == null ? 0 : safe.offset()));
        }
        return sum;
    }

    /** A batch was put; {@code next} is where each of its partitions goes on. */
    public void delivered(Map<TopicPartition, OffsetAndMetadata> next) {
        delivered.putAll(next);
    }

    /** The task asked to go back, or forward, to this offset: it knows that what is before it is safe. */
    public void moved(TopicPartition partition, long offset) {
        assigned(partition, offset);
    }

    /** What {@code preCommit} is given for these partitions. */
    public Map<TopicPartition, OffsetAndMetadata> delivered(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> some = new HashMap<>(delivered);
        some.keySet().retainAll(partitions);
        return some;
    }

    /** Where to go back to when what was delivered since turned out not to be safe. */
    public Map<TopicPartition, OffsetAndMetadata> committed() {
        return Map.copyOf(committed);
    }

    /** The last commit's positions count again. */
    public void rewindToCommitted() {
        delivered.putAll(committed);
    }

    /**
     * What may be committed of what the task answered: partitions that it does not have, and offsets beyond what it was
     * given, are left out with a warning; so is what is committed already.
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> wanted) {
        Map<TopicPartition, OffsetAndMetadata> valid = new HashMap<>();
        wanted.forEach((partition, offset) -> {
            OffsetAndMetadata given = delivered.get(partition);
            if (given == null) {
                LOG.warn("Offset {} of {} is not committed: the partition is not assigned", offset.offset(), partition);
            } else if (offset.offset() > given.offset()) {
                LOG.warn(
                        "Offset {} of {} is not committed: only records below {} were delivered",
                        offset.offset(),
                        partition,
                        given.offset());
            } else if (!offset.equals(committed.get(partition)) || doubtful.contains(partition)) {
                valid.put(partition, offset);
            }
        });
        return valid;
    }

    public void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.computeIfPresent(partition, (key, old) -> offset));
        doubtful.removeAll(offsets.keySet());
    }

    /** A commit that was given up was carried out after all, perhaps after one that came later. */
    void overtaken(Set<TopicPartition> partitions) {
        partitions.stream().filter(delivered::containsKey).forEach(doubtful::add);
    }
}
