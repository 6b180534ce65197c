package io.troupe.worker.source;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What a source task may ask of us.
 *
 * @param transactionContext null unless the task says where transactions end
 */
record SourceContext(
        Supplier<Map<String, String>> latestConfig,
        OffsetStorageReader offsetStorageReader,
        PluginMetrics pluginMetrics,
        @Nullable TransactionContext transactionContext)
        implements SourceTaskContext {

    /** With references to config providers resolved anew: a secret may have changed since the task started. */
    @Override
    public Map<String, String> configs() {
        return latestConfig.get();
    }
}
