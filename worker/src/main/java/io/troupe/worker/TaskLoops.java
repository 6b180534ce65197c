package io.troupe.worker;

import io.troupe.persistence.TaskId;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.worker.errors.DeadLetters;
import io.troupe.worker.errors.ErrorLog;
import io.troupe.worker.errors.ErrorReporter;
import io.troupe.worker.errors.ErrorSettings;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.kafka.DeadLetterTopic;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.kafka.TopicCreation;
import io.troupe.worker.kafka.TopicGroups;
import io.troupe.worker.metrics.ErrorMetrics;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.metrics.TaskPlugins.Plugin;
import io.troupe.worker.pipeline.Pipelines;
import io.troupe.worker.pipeline.SinkPipeline;
import io.troupe.worker.pipeline.SourcePipeline;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.sink.SinkClients;
import io.troupe.worker.sink.SinkLoop;
import io.troupe.worker.source.CommitThreads;
import io.troupe.worker.source.SourceClients;
import io.troupe.worker.source.SourceLoop;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Makes the loop for an assignment: the plugin, its pipeline, what becomes of records that fail, its Kafka clients. */
public final class TaskLoops {

    private final Plugins plugins;
    private final WorkerSettings settings;
    private final Pipelines pipelines;
    private final KafkaClients clients;
    private final CommitThreads commits;
    private final ConfigProviders providers;

    public TaskLoops(
            Plugins plugins,
            WorkerSettings settings,
            KafkaClients clients,
            CommitThreads commits,
            ConfigProviders providers) {
        this.plugins = plugins;
        this.providers = providers;
        this.settings = settings;
        this.pipelines = new Pipelines(plugins, settings.properties());
        this.clients = clients;
        this.commits = commits;
    }

    public WorkerSettings settings() {
        return settings;
    }

    /**
     * To be called on the task's own thread: plugins are made here, and their loader becomes that of the thread.
     *
     * @param metrics of this run of the task
     * @param offsets asked for a source only; may block
     * @throws ConnectException when a plugin or client cannot be made
     * @throws org.apache.kafka.common.config.ConfigException when a reference in the settings cannot be resolved
     */
    public TaskLoop build(Assignment written, TaskMetrics metrics, Supplier<SourceOffsets> offsets) {
        Assignment assignment = resolved(written);
        Map<String, String> config = assignment.connectorConfig();
        PluginDescriptor connector = plugins.connectorOf(config);
        ClassLoader loader = plugins.loaderOf(connector);
        Thread.currentThread().setContextClassLoader(loader);
        Task task = instance(loader, assignment.taskConfig().getOrDefault("task.class", ""));
        Plugin facts = new Plugin(connector.className(), connector.version());
        if (task instanceof SourceTask source) {
            return source(assignment, source, connector, facts, metrics, offsets);
        }
        if (task instanceof SinkTask sink) {
            return sink(assignment, sink, connector, facts, metrics);
        }
        throw new ConnectException("Tasks must be a subclass of either SourceTask or SinkTask and "
                + task.getClass().getName() + " is neither");
    }

    private Assignment resolved(Assignment written) {
        return new Assignment(
                written.task(),
                written.revision(),
                written.run(),
                written.target(),
                providers.resolve(written.connectorConfig()).config(),
                providers.resolve(written.taskConfig()).config());
    }

    private TaskLoop source(
            Assignment assignment,
            SourceTask task,
            PluginDescriptor connector,
            Plugin facts,
            TaskMetrics metrics,
            Supplier<SourceOffsets> offsets) {
        Map<String, String> config = assignment.connectorConfig();
        ErrorSettings errors = ErrorSettings.of(config);
        Tolerance tolerance = new Tolerance(errors, log(assignment.task(), errors, metrics.errors()), metrics.errors());
        SourcePipeline pipeline = pipelines.source(connector, config, tolerance);
        metrics.describe(pipeline.describe(facts, Plugin.of(task)));
        SourceClients with = new SourceClients(
                clients.producer(assignment.task(), config), topics(assignment.task(), config), offsets.get(), commits);
        return new SourceLoop(assignment, settings, task, pipeline, with, metrics);
    }

    private TopicCreation topics(TaskId task, Map<String, String> config) {
        return TopicGroups.of(config, settings.topicCreation())
                .map(groups -> TopicCreation.by(groups, () -> clients.admin(task, config)))
                .orElseGet(TopicCreation::byBroker);
    }

    private TaskLoop sink(
            Assignment assignment, SinkTask task, PluginDescriptor connector, Plugin facts, TaskMetrics metrics) {
        Map<String, String> config = assignment.connectorConfig();
        ErrorSettings errors = ErrorSettings.of(config);
        List<ErrorReporter> reporters = log(assignment.task(), errors, metrics.errors());
        DeadLetters letters = deadLetters(assignment, errors, metrics.errors());
        if (letters != null) {
            reporters.add(letters);
        }
        SinkPipeline pipeline = pipelines.sink(connector, config, new Tolerance(errors, reporters, metrics.errors()));
        metrics.describe(pipeline.describe(facts, Plugin.of(task)));
        SinkClients with = new SinkClients(clients.consumer(assignment.task(), config), letters, !reporters.isEmpty());
        return new SinkLoop(assignment, settings, task, pipeline, with, metrics);
    }

    private static List<ErrorReporter> log(TaskId task, ErrorSettings errors, ErrorMetrics metrics) {
        List<ErrorReporter> reporters = new ArrayList<>();
        if (errors.log()) {
            reporters.add(new ErrorLog(task.label(), errors.logMessages(), metrics));
        }
        return reporters;
    }

    private @Nullable DeadLetters deadLetters(Assignment assignment, ErrorSettings errors, ErrorMetrics metrics) {
        if (!errors.hasDeadLetters()) {
            return null;
        }
        TaskId task = assignment.task();
        Map<String, String> config = assignment.connectorConfig();
        try (Admin admin = clients.deadLetterAdmin(task, config)) {
            DeadLetterTopic.ensure(admin, errors.deadLetterTopic(), errors.deadLetterReplication());
        }
        return new DeadLetters(task, errors, clients.deadLetterProducer(task, config), metrics);
    }

    private static Task instance(ClassLoader loader, String className) {
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(Task.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConnectException("The task class " + className + " cannot be made", e);
        }
    }
}
