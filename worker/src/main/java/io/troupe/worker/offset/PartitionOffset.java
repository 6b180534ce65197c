package io.troupe.worker.offset;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a connector has come in one partition. */
public record PartitionOffset(Map<String, @Nullable Object> partition, Map<String, @Nullable Object> offset) {}
