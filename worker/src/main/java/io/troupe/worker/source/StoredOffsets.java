package io.troupe.worker.source;

import io.troupe.persistence.offset.OffsetJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** The offset reader that plugins see. */
public final class StoredOffsets implements OffsetStorageReader {

    private final RememberedOffsets source;

    public StoredOffsets(RememberedOffsets source) {
        this.source = source;
    }

    @Override
    @SuppressWarnings("NullAway") // the plugin API is not annotated: null says that nothing is known
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        return offsets(List.of(partition)).get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<String, Map<String, T>> asked = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            asked.put(OffsetJson.write(partition), partition);
        }
        Map<String, String> stored = source.read(asked.keySet());
        Map<Map<String, T>, @Nullable Map<String, @Nullable Object>> known = new HashMap<>();
        asked.forEach((text, partition) -> {
            String offset = stored.get(text);
            known.put(partition, offset == null ? null : OffsetJson.read(offset));
        });
        return known;
    }
}
