package io.troupe.worker.source;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which source offsets may be committed: that of a record once it and every earlier record of the same source
 * partition was acknowledged; partitions do not wait for each other (contract/behaviours.md, section 5).
 *
 * <p>Touched by the task's thread only, except for {@link Entry#acknowledge}, which the producer's thread calls.
 */
public final class OffsetLedger {

    /** A record on its way to Kafka. */
    public static class Entry {
        private final @Nullable Map<String, ?> offset;
        private volatile boolean acknowledged;

        protected Entry(@Nullable Map<String, ?> offset) {
            this.offset = offset;
        }

        /** Kafka has the record. Safe from any thread. */
        public final void acknowledge() {
            acknowledged = true;
        }
    }

    /** The records of one source partition, in the order they were polled. */
    private static final class Lane {
        private final Map<String, ?> partition;
        private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
        private @Nullable Entry last;

        private Lane(Map<String, ?> partition) {
            this.partition = partition;
        }

        private void settle() {
            Entry head = waiting.peekFirst();
            while (head != null && head.acknowledged) {
                last = waiting.pollFirst();
                head = waiting.peekFirst();
            }
        }
    }

    private final Map<Map<String, ?>, Lane> lanes = new HashMap<>();
    private @Nullable Lane recent;

    /** Notes a record before it is sent. What was acknowledged of its partition is let go at once. */
    public void submit(Map<String, ?> partition, Entry entry) {
        Lane lane = lane(partition);
        lane.settle();
        lane.waiting.addLast(entry);
    }

    /** Forgets the record noted last for this partition: it was not sent after all. */
    public void withdraw(Map<String, ?> partition) {
        lane(partition).waiting.pollLast();
    }

    /** Takes out the offsets that may be committed and were not taken before; a null offset forgets the partition. */
    public Map<Map<String, ?>, @Nullable Map<String, ?>> drain() {
        Map<Map<String, ?>, @Nullable Map<String, ?>> committable = new HashMap<>();
        for (Lane lane : lanes.values()) {
            lane.settle();
            Entry last = lane.last;
            if (last != null) {
                committable.put(lane.partition, last.offset);
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
    public boolean settled() {
        for (Lane lane : lanes.values()) {
            lane.settle();
            if (!lane.waiting.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Most records belong to the same partition as the one before. */
    private Lane lane(Map<String, ?> partition) {
        Lane known = recent;
        if (known == null || known.partition != partition) {
            known = lanes.computeIfAbsent(partition, Lane::new);
            recent = known;
        }
        return known;
    }
}
