package io.troupe.worker.source;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where an at-least-once source task's offsets are remembered; partitions and offsets are canonical JSON, see {@link
 * io.troupe.persistence.offset.OffsetJson}.
 */
public interface SourceOffsets extends RememberedOffsets {

    /** Remembers offsets; null forgets a partition. Completes when they are safe, or fails. */
    CompletionStage<Void> record(Map<String, @Nullable String> offsets);

    /** From now on nothing can be recorded through this port. Safe from any thread. */
    void close();
}
