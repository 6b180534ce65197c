package io.troupe.worker.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which source offsets may be committed: that of a record once it and every earlier record of the same source
 * partition was acknowledged; partitions do not wait for each other (contract/behaviours.md, section 5).
 *
 * <p>Records are noted a batch at a time, after they were handed to the producer: one that is not noted yet is not
 * committable yet, acknowledged or not. The task's thread notes and a commit's thread drains, each for a moment under
 * the ledger's lock; acknowledging takes none. A batch that is acknowledged as a whole is let go of as a whole: single
 * records are looked at only where a commit finds a batch under way.
 */
public final class OffsetLedger {

    /** A record on its way to Kafka. */
    public abstract static class Entry {
        private enum Fate {
            AWAITED,
            ACKNOWLEDGED,
            REFUSED
        }

        private volatile Fate fate = Fate.AWAITED;

        protected abstract @Nullable Map<String, ?> partition();

        protected abstract @Nullable Map<String, ?> offset();

        /** Kafka has the record. Safe from any thread. */
        public final void acknowledge() {
            fate = Fate.ACKNOWLEDGED;
        }

        /** Kafka will never have the record: nothing behind it in its partition counts. Safe from any thread. */
        public final void refuse() {
            fate = Fate.REFUSED;
        }
    }

    /** The records of one batch that belong to one source partition, in their order. */
    private static final class Run {
        private final BooleanSupplier complete;
        private final ArrayList<Entry> entries;
        private int settled;

        private Run(BooleanSupplier complete, int capacity) {
            this.complete = complete;
            this.entries = new ArrayList<>(capacity);
        }

        /** Steps over acknowledged records: the last of those stepped over now, or null when there are none. */
        private @Nullable Entry advance() {
            int before = settled;
            if (complete.getAsBoolean()) {
                settled = entries.size();
            }
            while (settled < entries.size() && entries.get(settled).fate == Entry.Fate.ACKNOWLEDGED) {
                settled++;
            }
            return settled == before ? null : entries.get(settled - 1);
        }

        private boolean over() {
            return settled == entries.size();
        }

        private boolean refused() {
            return settled < entries.size() && entries.get(settled).fate == Entry.Fate.REFUSED;
        }
    }

    /** The records of one source partition, batch by batch. */
    private static final class Lane {
        private final @Nullable Map<String, ?> partition;
        private final ArrayDeque<Run> waiting = new ArrayDeque<>();
        private @Nullable Run open;
        private @Nullable Entry last;

        private Lane(@Nullable Map<String, ?> partition) {
            this.partition = partition;
        }

        /** Begins with a batch; those before it that are complete are let go. */
        private Run begin(BooleanSupplier complete, int capacity) {
            while (!waiting.isEmpty() && waiting.getFirst().complete.getAsBoolean()) {
                advance();
            }
            Run run = new Run(complete, capacity);
            waiting.addLast(run);
            open = run;
            return run;
        }

        /** True when there is no record to wait for: none is left, or none that could count. */
        private boolean settle() {
            while (!waiting.isEmpty()) {
                if (!advance()) {
                    return waiting.getFirst().refused();
                }
            }
            return true;
        }

        /** Looks at the first batch: true when it is over, and gone. */
        private boolean advance() {
            Run head = waiting.getFirst();
            Entry reached = head.advance();
            if (reached != null) {
                last = reached;
            }
            boolean over = head.over();
            if (over) {
                waiting.removeFirst();
            }
            return over;
        }
    }

    private final Map<@Nullable Map<String, ?>, Lane> lanes = new HashMap<>();

    /**
     * Notes records in the order in which they were sent.
     *
     * @param complete whether every record of their batch is acknowledged by now; safe to ask from any thread
     */
    public synchronized void submit(List<? extends Entry> sent, BooleanSupplier complete) {
        Lane lane = null;
        Run run = null;
        List<Lane> touched = new ArrayList<>(1);
        for (int i = 0; i < sent.size(); i++) {
            Entry entry = sent.get(i);
            Map<String, ?> partition = entry.partition();
            if (lane == null || run == null || lane.partition != partition) {
                lane = lanes.computeIfAbsent(partition, Lane::new);
                run = lane.open;
                if (run == null) {
                    run = lane.begin(complete, touched.isEmpty() ? sent.size() - i : 1);
                    touched.add(lane);
                }
            }
            run.entries.add(entry);
        }
        touched.forEach(each -> each.open = null);
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
        return committable;
    }

    /** True when every record that was noted was acknowledged, or stands behind one of its partition that was refused. */
    public synchronized boolean settled() {
        for (Lane lane : lanes.values()) {
            if (!lane.settle()) {
                return false;
            }
        }
        return true;
    }
}
