package io.troupe.worker.source;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a source task may ask of us. */
record SourceContext(
        Supplier<Map<String, String>> latestConfig,
        OffsetStorageReader offsetStorageReader,
        PluginMetrics pluginMetrics)
        implements SourceTaskContext {

    /** With references to config providers resolved anew: a secret may have changed since the task started. */
    @Override
    public Map<String, String> configs() {
        return latestConfig.get();
    }
}
