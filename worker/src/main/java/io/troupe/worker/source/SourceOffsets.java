package io.troupe.worker.source;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where a source task's offsets are remembered; partitions and offsets are canonical JSON, see {@link
 * io.troupe.persistence.offset.OffsetJson}. A small port, so that offsets can also be kept inside a transaction.
 */
public interface SourceOffsets {

    /**
     * The remembered offsets of those partitions that have one. Blocks for a bounded time.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when they cannot be read
     */
    Map<String, String> read(Collection<String> partitions);

    /** Remembers offsets; null forgets a partition. Completes when they are safe, or fails. */
    CompletionStage<Void> record(Map<String, @Nullable String> offsets);

    /** From now on nothing can be recorded through this port. Safe from any thread. */
    void close();
}
