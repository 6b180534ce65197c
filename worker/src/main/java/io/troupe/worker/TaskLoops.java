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
import io.troupe.worker.kafka.TaskTransactions;
import io.troupe.worker.kafka.TopicCreation;
import io.troupe.worker.kafka.TopicGroups;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.metrics.TaskPlugins.Plugin;
import io.troupe.worker.pipeline.Pipelines;
import io.troupe.worker.pipeline.SinkPipeline;
import io.troupe.worker.pipeline.SourcePipeline;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Resolved;
import io.troupe.worker.sink.SinkClients;
import io.troupe.worker.sink.SinkLoop;
import io.troupe.worker.source.CommitThreads;
import io.troupe.worker.source.RunOffsets;
import io.troupe.worker.source.SourceClients;
import io.troupe.worker.source.SourceLoop;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.source.TransactionalClients;
import io.troupe.worker.source.TransactionalLoop;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final SecretSettings secrets;

    public TaskLoops(
            Plugins plugins,
            WorkerSettings settings,
            KafkaClients clients,
            CommitThreads commits,
            ConfigProviders providers,
            SecretSettings secrets) {
        this.plugins = plugins;
        this.providers = providers;
        this.secrets = secrets;
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
     * @param topics notes which topics the task uses
     * @param offsets opened for a source only
     * @throws ConnectException when a plugin or client cannot be made
     * @throws org.apache.kafka.common.config.ConfigException when a reference in the settings cannot be resolved
     */
    public TaskLoop build(Assignment written, TaskMetrics metrics, ActiveTopics topics, RunOffsets offsets) {
        Resolved resolved = providers.resolve(written.connectorConfig());
        Resolved resolvedTask = providers.resolve(written.taskConfig());
        conceal(resolved, resolvedTask, Set.of());
        Map<String, String> config = resolved.config();
        Set<String> secret = secrets.of(config);
        conceal(resolved, resolvedTask, secret);
        Supplier<Map<String, String>> latest = () -> latest(providers.resolve(written.taskConfig()), secret);
        Assignment assignment = written.with(config, resolvedTask.config());
        PluginDescriptor connector = plugins.connectorOf(config);
        ClassLoader loader = plugins.loaderOf(connector);
        Thread.currentThread().setContextClassLoader(loader);
        Task task = instance(loader, assignment.taskConfig().getOrDefault("task.class", ""));
        Making making = new Making(assignment, latest, connector, ErrorSettings.of(config), metrics, topics);
        if (task instanceof SourceTask source) {
            return source(making, source, offsets);
        }
        if (task instanceof SinkTask sink) {
            return sink(making, sink);
        }
        throw new ConnectException("Tasks must be a subclass of either SourceTask or SinkTask and "
                + task.getClass().getName() + " is neither");
    }

    /** A plugin may give its secrets away before it is known which they are: those that have a name of one are hidden. */
    private void conceal(Resolved connector, Resolved task, Set<String> secret) {
        connector
                .concealment(secret)
                .and(task.concealment(secret))
                .and(Concealment.of(settings.properties(), settings.properties()))
                .enter();
    }

    /** What the providers say now may be said by failures from now on. */
    private static Map<String, String> latest(Resolved resolved, Set<String> secret) {
        Concealment.ofThread().and(resolved.concealment(secret)).enter();
        return resolved.config();
    }

    /** What a loop is made from. */
    private record Making(
            Assignment assignment,
            Supplier<Map<String, String>> latestConfig,
            PluginDescriptor connector,
            ErrorSettings errors,
            TaskMetrics metrics,
            ActiveTopics activeTopics) {

        TaskId task() {
            return assignment.task();
        }

        Map<String, String> config() {
            return assignment.connectorConfig();
        }

        Plugin facts() {
            return new Plugin(connector.className(), connector.version());
        }

        Tolerance tolerance(List<ErrorReporter> reporters) {
            return new Tolerance(errors, reporters, metrics.errors());
        }

        List<ErrorReporter> log() {
            return errors.log()
                    ? List.of(new ErrorLog(task().label(), errors.logMessages(), metrics.errors()))
                    : List.of();
        }
    }

    private TaskLoop source(Making making, SourceTask task, RunOffsets offsets) {
        SourcePipeline pipeline =
                pipelines.source(making.connector(), making.config(), making.tolerance(making.log()), making.metrics());
        making.metrics().describe(pipeline.describe(making.facts(), Plugin.of(task)));
        return orClosed(
                pipeline,
                () -> settings.exactlyOnce()
                        ? exactlyOnce(making, task, pipeline, offsets)
                        : atLeastOnce(making, task, pipeline, offsets));
    }

    private TaskLoop atLeastOnce(Making making, SourceTask task, SourcePipeline pipeline, RunOffsets offsets) {
        TopicCreation topics = topics(making);
        SourceOffsets opened = offsets.atLeastOnce();
        SourceClients with = new SourceClients(
                clients.producer(making.task(), making.config()),
                topics,
                opened,
                commits,
                making.activeTopics(),
                making.latestConfig());
        return new SourceLoop(making.assignment(), settings, task, pipeline, with, making.metrics());
    }

    /** Offsets are opened as the task starts: that may wait for Kafka, and someone may give up on it. */
    private TaskLoop exactlyOnce(Making making, SourceTask task, SourcePipeline pipeline, RunOffsets offsets) {
        TaskId id = making.task();
        String connector = id.connector().name();
        TopicCreation topics = topics(making);
        TaskTransactions transactions = clients.transactions(id, making.config());
        return orClosed(transactions, () -> {
            TransactionalClients with = new TransactionalClients(
                    transactions,
                    clients.transactionFence(connector, making.config()),
                    topics,
                    offsets,
                    commits,
                    making.activeTopics(),
                    making.latestConfig());
            return new TransactionalLoop(making.assignment(), settings, task, pipeline, with, making.metrics());
        });
    }

    private TopicCreation topics(Making making) {
        return TopicGroups.of(making.config(), settings.topicCreation())
                .map(groups -> TopicCreation.by(groups, () -> clients.admin(making.task(), making.config())))
                .orElseGet(TopicCreation::byBroker);
    }

    private TaskLoop sink(Making making, SinkTask task) {
        String connector = making.task().connector().name();
        List<ErrorReporter> reporters = new ArrayList<>(making.log());
        DeadLetters letters = deadLetters(making);
        if (letters != null) {
            reporters.add(letters);
        }
        Tolerance tolerance = making.tolerance(reporters);
        SinkPipeline pipeline = orClosed(
                tolerance, () -> pipelines.sink(making.connector(), making.config(), tolerance, making.metrics()));
        making.metrics().describe(pipeline.describe(making.facts(), Plugin.of(task)));
        return orClosed(pipeline, () -> {
            SinkClients with = new SinkClients(
                    clients.consumer(
                            making.task(), making.config(), clients.knowStaticMembers(connector, making.config())),
                    clients.sinkGroup(connector, making.config()),
                    clients.metadataMaxAge(connector, making.config()),
                    letters,
                    !reporters.isEmpty(),
                    making.activeTopics(),
                    making.latestConfig());
            return new SinkLoop(making.assignment(), settings, task, pipeline, with, making.metrics());
        });
    }

    private @Nullable DeadLetters deadLetters(Making making) {
        ErrorSettings errors = making.errors();
        if (!errors.hasDeadLetters()) {
            return null;
        }
        try (Admin admin = clients.deadLetterAdmin(making.task(), making.config())) {
            DeadLetterTopic.ensure(admin, errors.deadLetterTopic(), errors.deadLetterReplication());
        }
        return new DeadLetters(
                making.task(),
                errors,
                clients.deadLetterProducer(making.task(), making.config()),
                making.metrics().errors());
    }

    /** What was made before is closed when the rest cannot be. */
    private static <T> T orClosed(AutoCloseable before, Supplier<T> rest) {
        try {
            return rest.get();
        } catch (RuntimeException | Error e) {
            Closing.quietly(before);
            throw e;
        }
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
