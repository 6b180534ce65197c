package io.troupe.persistence.offset;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source offsets of a connector. They belong to its name and outlive its deletion: contract/behaviours.md,
 * section 6.
 *
 * @param offsets source partition and offset as canonical JSON, see {@link OffsetJson}
 * @param epochs the run that may write, a task
 * @param transactions of exactly-once tasks
 */
public record OffsetsState(Map<String, String> offsets, Map<Integer, Epoch> epochs, Transactions transactions) {

    public static final OffsetsState EMPTY = new OffsetsState(Map.of(), Map.of(), Transactions.NONE);

    /** @param transactions null in what was stored before there were any */
    public OffsetsState(Map<String, String> offsets, Map<Integer, Epoch> epochs, @Nullable Transactions transactions) {
        this.offsets = Collections.unmodifiableMap(offsets);
        this.epochs = Collections.unmodifiableMap(epochs);
        this.transactions = transactions == null ? Transactions.NONE : transactions;
    }

    /** True when no later run of this task took over. */
    public boolean accepts(int task, Epoch epoch) {
        Epoch current = epochs.get(task);
        return current == null || current.compareTo(epoch) <= 0;
    }

    OffsetsState opened(int task, Epoch epoch) {
        Map<Integer, Epoch> newer = new HashMap<>(epochs);
        newer.put(task, epoch);
        return new OffsetsState(offsets, newer, transactions);
    }

    OffsetsState advanced(Map<String, @Nullable String> changes) {
        return changed(changes).with(transactions.overtaken(changes.keySet()));
    }

    OffsetsState committed(int task, String mark) {
        return changed(transactions.offsets(task, mark)).settled(task, mark);
    }

    OffsetsState aborted(int task, String mark) {
        return settled(task, mark);
    }

    OffsetsState with(Transactions newer) {
        return new OffsetsState(offsets, epochs, newer);
    }

    private OffsetsState settled(int task, String mark) {
        Transactions.Batch batch = transactions.pending(task);
        return batch != null && batch.mark().equals(mark) ? with(transactions.pending(task, null)) : this;
    }

    private OffsetsState changed(Map<String, @Nullable String> changes) {
        Map<String, String> newer = new HashMap<>(offsets);
        changes.forEach((partition, offset) -> {
            if (offset == null) {
                newer.remove(partition);
            } else {
                newer.put(partition, offset);
            }
        });
        return new OffsetsState(newer, epochs, transactions);
    }
}
