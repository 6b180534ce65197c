package io.troupe.worker.source;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which source offsets may be committed: that of a record once it and every earlier record of the same source
 * partition was acknowledged; partitions do not wait for each other (contract/behaviours.md, section 5).
 *
 * <p>Records are noted a batch at a time, after they were handed to the producer: one that is not noted yet is not
 * committable yet, acknowledged or not. The task's thread notes and a commit's thread drains, each for a moment under
 * the ledger's lock; acknowledging takes none.
 */
public final class OffsetLedger {

    /** A record on its way to Kafka. */
    public abstract static class Entry {
        private volatile boolean acknowledged;

        protected abstract @Nullable Map<String, ?> partition();

        protected abstract @Nullable Map<String, ?> offset();

        /** Kafka has the record. Safe from any thread. */
        public final void acknowledge() {
            acknowledged = true;
        }
    }

    /** The records of one source partition, in the order they were polled. */
    private static final class Lane {
        private final @Nullable Map<String, ?> partition;
        private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
        private @Nullable Entry last;

        private Lane(@Nullable Map<String, ?> partition) {
            this.partition = partition;
        }

        private void add(Entry entry) {
            settle();
            waiting.addLast(entry);
        }

        private void settle() {
            Entry head = waiting.peekFirst();
            while (head != null && head.acknowledged) {
                last = waiting.pollFirst();
                head = waiting.peekFirst();
            }
        }
    }

    private final Map<@Nullable Map<String, ?>, Lane> lanes = new HashMap<>();
    private @Nullable Lane recent;

    /** Notes records in the order in which they were sent. What was acknowledged is let go at once. */
    public synchronized void submit(List<? extends Entry> sent) {
        for (Entry entry : sent) {
            lane(entry.partition()).add(entry);
        }
    }

    /** Takes out the offsets that may be committed and were not taken before; a null offset forgets the partition. */
    public synchronized Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> drain() {
        Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> committable = new HashMap<>();
        for (Lane lane : lanes.values()) {
            lane.settle();
            Entry last = lane.last;
            if (last != null) {
                committable.put(lane.partition, last.offset());
            }
        }
        lanes.values().removeIf(lane -> {
            lane.last = null;
            return lane.waiting.isEmpty();
        });
        recent = null;
        return committable;
    }

    /** True when every record that was noted was acknowledged. */
    public synchronized boolean settled() {
        for (Lane lane : lanes.values()) {
            lane.settle();
            if (!lane.waiting.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Most records belong to the same partition as the one before. */
    private Lane lane(@Nullable Map<String, ?> partition) {
        Lane known = recent;
        if (known == null || known.partition != partition) {
            known = lanes.computeIfAbsent(partition, Lane::new);
            recent = known;
        }
        return known;
    }
}
