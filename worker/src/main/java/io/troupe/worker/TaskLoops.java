package io.troupe.worker;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.pipeline.Pipeline;
import io.troupe.worker.pipeline.Pipelines;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.sink.SinkLoop;
import io.troupe.worker.source.SourceLoop;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Makes the loop for an assignment: the plugin, its pipeline, and its Kafka client. */
public final class TaskLoops {

    private final Plugins plugins;
    private final WorkerSettings settings;
    private final Pipelines pipelines;
    private final KafkaClients clients;
    private final ConfigProviders providers;

    public TaskLoops(Plugins plugins, WorkerSettings settings, KafkaClients clients, ConfigProviders providers) {
        this.plugins = plugins;
        this.providers = providers;
        this.settings = settings;
        this.pipelines = new Pipelines(plugins, settings.properties());
        this.clients = clients;
    }

    public WorkerSettings settings() {
        return settings;
    }

    /**
     * To be called on the task's own thread: plugins are made here, and their loader becomes that of the thread.
     *
     * @param offsets asked for a source only; may block
     * @throws ConnectException when a plugin or client cannot be made
     * @throws org.apache.kafka.common.config.ConfigException when a reference in the settings cannot be resolved
     */
    public TaskLoop build(Assignment written, Supplier<SourceOffsets> offsets) {
        Assignment assignment = resolved(written);
        Map<String, String> config = assignment.connectorConfig();
        PluginDescriptor connector = plugins.connectorOf(config);
        ClassLoader loader = plugins.loaderOf(connector);
        Thread.currentThread().setContextClassLoader(loader);
        Task task = instance(loader, assignment.taskConfig().getOrDefault("task.class", ""));
        if (task instanceof SourceTask source) {
            Pipeline<SourceRecord> pipeline = pipelines.build(connector, config);
            return new SourceLoop(
                    assignment, settings, source, pipeline, clients.producer(assignment.task(), config), offsets.get());
        }
        if (task instanceof SinkTask sink) {
            Pipeline<SinkRecord> pipeline = pipelines.build(connector, config);
            return new SinkLoop(assignment, settings, sink, pipeline, clients.consumer(assignment.task(), config));
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
