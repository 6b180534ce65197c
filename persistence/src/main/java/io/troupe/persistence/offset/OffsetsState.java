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
 */
public record OffsetsState(Map<String, String> offsets, Map<Integer, Epoch> epochs) {

    public static final OffsetsState EMPTY = new OffsetsState(Map.of(), Map.of());

    public OffsetsState {
        offsets = Collections.unmodifiableMap(offsets);
        epochs = Collections.unmodifiableMap(epochs);
    }

    /** True when no later run of this task took over. */
    public boolean accepts(int task, Epoch epoch) {
        Epoch current = epochs.get(task);
        return current == null || current.compareTo(epoch) <= 0;
    }

    OffsetsState opened(int task, Epoch epoch) {
        Map<Integer, Epoch> newer = new HashMap<>(epochs);
        newer.put(task, epoch);
        return new OffsetsState(offsets, newer);
    }

    OffsetsState advanced(Map<String, @Nullable String> changes) {
        Map<String, String> newer = new HashMap<>(offsets);
        changes.forEach((partition, offset) -> {
            if (offset == null) {
                newer.remove(partition);
            } else {
                newer.put(partition, offset);
            }
        });
        return new OffsetsState(newer, epochs);
    }
}
