package io.troupe.worker.sink;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.runtime.WorkerSinkTaskContext;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;

/**
 * What a sink task may ask of us. Its wishes are noted and carried out by the loop between two calls of the task; a
 * plugin may ask from any thread.
 */
final class SinkContext extends WorkerSinkTaskContext {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final Supplier<Map<String, String>> latestConfig;
    private final PluginMetrics figures;
    private final @Nullable ErrantRecordReporter reporter;
    private final Supplier<Set<TopicPartition>> assignment;
    /** Whoever asks for a null gets what the original gives for it. */
    private final Map<TopicPartition, @Nullable Long> seeks = new HashMap<>();

    private final Set<TopicPartition> pausedByTask = new HashSet<>();
    private boolean pausesChanged;
    private boolean commitRequested;
    private @Nullable Duration timeout;

    SinkContext(
            Consumer<byte[], byte[]> consumer,
            Supplier<Map<String, String>> latestConfig,
            PluginMetrics figures,
            @Nullable ErrantRecordReporter reporter,
            Supplier<Set<TopicPartition>> assignment) {
        super(consumer);
        this.latestConfig = latestConfig;
        this.figures = figures;
        this.reporter = reporter;
        this.assignment = assignment;
    }

    /** With references to config providers resolved anew: a secret may have changed since the task started. */
    @Override
    public Map<String, String> configs() {
        return latestConfig.get();
    }

    @Override
    public synchronized void offset(Map<TopicPartition, Long> offsets) {
        seeks.putAll(offsets);
    }

    @Override
    public synchronized void offset(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    /** Nothing above zero is no wish, and takes the one before back. */
    @Override
    public synchronized void timeout(long timeoutMs) {
        timeout = timeoutMs > 0 ? Duration.ofMillis(timeoutMs) : null;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assignment.get();
    }

    @Override
    public synchronized void pause(TopicPartition... partitions) {
        checkAssigned(partitions);
        pausesChanged |= pausedByTask.addAll(Arrays.asList(partitions));
    }

    @Override
    public synchronized void resume(TopicPartition... partitions) {
        checkAssigned(partitions);
        pausesChanged |= pausedByTask.removeAll(Arrays.asList(partitions));
    }

    private void checkAssigned(TopicPartition... partitions) {
        if (!new HashSet<>(assignment.get()).containsAll(Arrays.asList(partitions))) {
            throw new IllegalWorkerStateException(
                    "SinkTasks may not pause or resume partitions that are not currently assigned to them.");
        }
    }

    @Override
    public synchronized void requestCommit() {
        commitRequested = true;
    }

    @Override
    @SuppressWarnings("NullAway") // null is how the plugin API says that nothing would note what is reported
    public ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return figures;
    }

    /** Partitions and offsets may be null. */
    synchronized Map<TopicPartition, @Nullable Long> takeSeeks() {
        Map<TopicPartition, @Nullable Long> taken = new HashMap<>(seeks);
        seeks.clear();
        return taken;
    }

    synchronized boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }

    synchronized @Nullable Duration takeTimeout() {
        Duration taken = timeout;
        timeout = null;
        return taken;
    }

    /** The wait was cut short, and so much of it is left; a wish that came since counts more. */
    synchronized void restoreTimeout(@Nullable Duration left) {
        if (timeout == null && left != null) {
            timeout = left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
        }
    }

    synchronized boolean takePausesChanged() {
        boolean changed = pausesChanged;
        pausesChanged = false;
        return changed;
    }

    synchronized Set<TopicPartition> pausedByTask() {
        return Set.copyOf(pausedByTask);
    }

    synchronized void revoked(Collection<TopicPartition> partitions) {
        pausedByTask.removeAll(partitions);
        seeks.keySet().removeAll(partitions);
    }
}
