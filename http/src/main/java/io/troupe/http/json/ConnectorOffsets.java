package io.troupe.http.json;

import io.troupe.worker.offset.PartitionOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offsets of a connector, in requests and in answers. */
public record ConnectorOffsets(@Nullable List<Entry> offsets) {

    /** That of one partition; without an offset, the partition is to be forgotten. */
    public record Entry(
            @Nullable Map<String, @Nullable Object> partition,
            @Nullable Map<String, @Nullable Object> offset) {}

    public static ConnectorOffsets of(List<PartitionOffset> known) {
        return new ConnectorOffsets(known.stream()
                .map(each -> new Entry(each.partition(), each.offset()))
                .toList());
    }
}
