package io.troupe.cluster.probe;

import io.troupe.cluster.task.TaskServices;
import io.troupe.plugins.Plugins;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.errors.ErrorSettings;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.kafka.TopicCreation;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.pipeline.Pipelines;
import io.troupe.worker.source.CommitThreads;
import io.troupe.worker.source.RunOffsets;
import io.troupe.worker.source.SourceClients;
import io.troupe.worker.source.SourceLoop;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.util.List;
import java.util.Map;

/** Makes the loops that a worker has, but for the producer: it acknowledges everything at once, or does otherwise if the probe says so. */
public final class ProbeLoops implements TaskServices.Loops {

    private static final CommitThreads COMMITS = new CommitThreads();

    private final Plugins plugins;
    private final WorkerSettings settings;

    public ProbeLoops(Plugins plugins, WorkerSettings settings) {
        this.plugins = plugins;
        this.settings = settings;
    }

    @Override
    public TaskLoop build(Assignment assignment, TaskMetrics metrics, ActiveTopics topics, RunOffsets offsets) {
        Map<String, String> config = assignment.connectorConfig();
        Probe probe = Probe.of(config.getOrDefault("name", ""));
        var connector = plugins.findConnector(config.getOrDefault("connector.class", ""));
        Tolerance tolerance = new Tolerance(ErrorSettings.of(config), List.of(), metrics.errors());
        return new SourceLoop(
                assignment,
                settings,
                new ProbeTask(),
                new Pipelines(plugins, settings.properties()).source(connector, config, tolerance, metrics),
                new SourceClients(
                        new MoodyProducer(probe),
                        TopicCreation.byBroker(),
                        new MoodyOffsets(probe, offsets.atLeastOnce()),
                        COMMITS,
                        topics,
                        assignment::taskConfig),
                metrics);
    }
}
