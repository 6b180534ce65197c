package io.troupe.cluster.probe;

import io.troupe.cluster.task.TaskServices;
import io.troupe.plugins.Plugins;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.pipeline.Pipelines;
import io.troupe.worker.source.SourceLoop;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the loops that a worker has, but for the producer: it acknowledges everything at once. */
public final class ProbeLoops implements TaskServices.Loops {

    private final Plugins plugins;
    private final WorkerSettings settings;

    public ProbeLoops(Plugins plugins, WorkerSettings settings) {
        this.plugins = plugins;
        this.settings = settings;
    }

    @Override
    public TaskLoop build(Assignment assignment, TaskMetrics metrics, Supplier<SourceOffsets> offsets) {
        Map<String, String> config = assignment.connectorConfig();
        var connector = plugins.findConnector(config.getOrDefault("connector.class", ""));
        return new SourceLoop(
                assignment,
                settings,
                new ProbeTask(),
                new Pipelines(plugins, settings.properties()).build(connector, config),
                new MockProducer<>(
                        true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()),
                offsets.get());
    }
}
