package io.troupe.worker.sink;

import io.troupe.worker.kafka.SinkGroup;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** A group in which everything is consumed. */
enum NoGroup implements SinkGroup {
    INSTANCE;

    @Override
    public CompletionStage<Coverage> coverage(Collection<String> topics) {
        return CompletableFuture.completedFuture(new Coverage(true, Set.of()));
    }

    @Override
    public CompletionStage<Coverage> coverage(Pattern topics) {
        return CompletableFuture.completedFuture(new Coverage(true, Set.of()));
    }

    @Override
    public void claim(int task) {}

    @Override
    public CompletionStage<Void> vacate(int task) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Map<String, String>> seated(int from) {
        return CompletableFuture.completedFuture(Map.of());
    }

    @Override
    public CompletionStage<Void> vacate(Map<String, String> seated) {
        return CompletableFuture.completedFuture(null);
    }
}
