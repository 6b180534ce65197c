package io.troupe.cluster.probe;

import io.troupe.worker.source.SourceOffsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Offsets that are refused when the probe says so. */
record MoodyOffsets(Probe probe, SourceOffsets offsets) implements SourceOffsets {

    @Override
    public Map<String, String> read(Collection<String> partitions) {
        return offsets.read(partitions);
    }

    @Override
    public CompletionStage<Void> record(Map<String, @Nullable String> changes) {
        return probe.refusesOffsets()
                ? CompletableFuture.failedFuture(new IllegalStateException("refused"))
                : offsets.record(changes);
    }

    @Override
    public void close() {
        offsets.close();
    }
}
