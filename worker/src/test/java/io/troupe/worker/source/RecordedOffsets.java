package io.troupe.worker.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Offsets in memory, with every attempt to record some kept, and answers as a test wants them. */
public final class RecordedOffsets implements SourceOffsets {

    private final Map<String, String> known = new HashMap<>();
    private final List<Map<String, @Nullable String>> asked = new ArrayList<>();
    private Supplier<CompletableFuture<Void>> answer = () -> CompletableFuture.completedFuture(null);
    private boolean closed;

    public synchronized void know(String partition, String offset) {
        known.put(partition, offset);
    }

    /** The answer to the next attempts. */
    public synchronized void answer(CompletableFuture<Void> future) {
        answer = () -> future;
    }

    public synchronized void answerBy(Supplier<CompletableFuture<Void>> supplier) {
        answer = supplier;
    }

    /** What was asked to be recorded, attempt by attempt. */
    public synchronized List<Map<String, @Nullable String>> asked() {
        return List.copyOf(asked);
    }

    public synchronized boolean closed() {
        return closed;
    }

    @Override
    public synchronized Map<String, String> read(Collection<String> partitions) {
        Map<String, String> found = new HashMap<>(known);
        found.keySet().retainAll(partitions);
        return found;
    }

    @Override
    public synchronized CompletionStage<Void> record(Map<String, @Nullable String> offsets) {
        if (closed) {
            return CompletableFuture.failedFuture(new ConnectException("closed"));
        }
        asked.add(new HashMap<>(offsets));
        return answer.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
