package io.troupe.worker.offset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change a connector's offsets; plain data, so that it can travel to where it is carried out.
 *
 * @param changes in the order in which they were asked for; none means that all offsets are to be forgotten
 */
public record OffsetsRequest(List<Change> changes) {

    public static final OffsetsRequest RESET = new OffsetsRequest(List.of());

    /**
     * One of them, as JSON objects.
     *
     * @param partition of the source, or of the sink's topic; null when the user gave none
     * @param offset null to forget that of the partition
     */
    public record Change(
            @Nullable String partition, @Nullable String offset) {}

    public OffsetsRequest {
        changes = List.copyOf(changes);
    }

    public boolean reset() {
        return changes.isEmpty();
    }
}
