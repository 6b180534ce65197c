package io.troupe.persistence.offset;

import io.troupe.persistence.SharedMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source offsets of a connector. They belong to its name and outlive its deletion: contract/behaviours.md,
 * section 6.
 *
 * @param offsets source partition and offset as canonical JSON, see {@link OffsetJson}
 * @param epochs the run that may write, a task
 * @param counts how often the present run has recorded offsets, a task
 * @param altered the last run before somebody changed the offsets by hand, whatever its task; null when nobody did
 * @param transactions of exactly-once tasks
 */
public record OffsetsState(
        Map<String, String> offsets,
        Map<Integer, Epoch> epochs,
        Map<Integer, Long> counts,
        @Nullable Epoch altered,
        Transactions transactions) {

    public static final OffsetsState EMPTY = new OffsetsState(Map.of(), Map.of(), Map.of(), null, Transactions.NONE);

    /**
     * @param counts null in what was stored before there were any
     * @param transactions null in what was stored before there were any
     */
    public OffsetsState(
            Map<String, String> offsets,
            Map<Integer, Epoch> epochs,
            @Nullable Map<Integer, Long> counts,
            @Nullable Epoch altered,
            @Nullable Transactions transactions) {
        this.offsets = SharedMap.of(offsets);
        this.epochs = SharedMap.of(epochs);
        this.counts = SharedMap.of(counts == null ? Map.of() : counts);
        this.altered = altered;
        this.transactions = transactions == null ? Transactions.NONE : transactions;
    }

    /** Those of some source partitions, as far as they are known; it takes as long as they are many. */
    public Map<String, String> offsets(Collection<String> partitions) {
        Map<String, String> known = new HashMap<>();
        for (String partition : partitions) {
            String offset = offsets.get(partition);
            if (offset != null) {
                known.put(partition, offset);
            }
        }
        return known;
    }

    /** The offsets of the partitions whose texts come after this one, in their order; null for all. */
    public Iterable<Map.Entry<String, String>> offsetsAfter(@Nullable String partition) {
        return SharedMap.of(offsets).after(partition);
    }

    /** True when no later run of this task took over, and nobody changed the offsets since this run began. */
    public boolean accepts(int task, Epoch epoch) {
        Epoch current = epochs.get(task);
        return (current == null || current.compareTo(epoch) <= 0) && (altered == null || altered.compareTo(epoch) < 0);
    }

    /** True when the present run of this task has recorded that, or something later. */
    public boolean recorded(int task, long number) {
        return counts.getOrDefault(task, 0L) >= number;
    }

    /** True when no run has begun after this one, of whichever task: the offsets are nobody's and may be changed. */
    public boolean alterable(Epoch epoch) {
        return (altered == null || altered.compareTo(epoch) <= 0)
                && epochs.values().stream().allMatch(begun -> begun.compareTo(epoch) <= 0);
    }

    OffsetsState opened(int task, Epoch epoch) {
        return new OffsetsState(
                offsets,
                SharedMap.of(epochs).with(task, epoch),
                epoch.equals(epochs.get(task)) ? counts : counting(task, 0),
                altered,
                transactions);
    }

    OffsetsState counted(int task, long number) {
        return new OffsetsState(offsets, epochs, counting(task, number), altered, transactions);
    }

    private Map<Integer, Long> counting(int task, long number) {
        return SharedMap.of(counts).with(task, number);
    }

    OffsetsState advanced(Map<String, @Nullable String> changes) {
        return changed(changes).with(transactions.overtaken(changes.keySet()));
    }

    OffsetsState committed(int task, String mark, @Nullable MarkPosition position) {
        OffsetsState settled = changed(transactions.offsets(task, mark)).settled(task, mark);
        return settled.with(settled.transactions.committed(task, mark, position));
    }

    OffsetsState aborted(int task, String mark) {
        return settled(task, mark);
    }

    OffsetsState with(Transactions newer) {
        return new OffsetsState(offsets, epochs, counts, altered, newer);
    }

    private OffsetsState settled(int task, String mark) {
        Transactions.Batch batch = transactions.pending(task);
        return batch != null && batch.mark().equals(mark) ? with(transactions.pending(task, null)) : this;
    }

    private OffsetsState changed(Map<String, @Nullable String> changes) {
        return new OffsetsState(SharedMap.of(offsets).with(changes), epochs, counts, altered, transactions);
    }

    /** What is prepared is void, too. */
    OffsetsState emptied() {
        return new OffsetsState(Map.of(), epochs, counts, altered, transactions.overtaken());
    }

    OffsetsState altered(Epoch epoch) {
        return new OffsetsState(offsets, epochs, counts, epoch, transactions);
    }
}
