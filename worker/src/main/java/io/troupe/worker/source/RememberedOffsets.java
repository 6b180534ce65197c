package io.troupe.worker.source;

import java.util.Collection;
import java.util.Map;

/** The offsets of a connector's source partitions, as canonical JSON. */
public interface RememberedOffsets {

    /**
     * The remembered offsets of those partitions that have one. Blocks for a bounded time.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when they cannot be read
     */
    Map<String, String> read(Collection<String> partitions);
}
