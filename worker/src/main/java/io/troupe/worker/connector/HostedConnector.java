package io.troupe.worker.connector;

import io.troupe.worker.metrics.TaskPlugins;
import io.troupe.worker.provider.Resolved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.runtime.TooManyTasksException;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a connector, as far as its host has to know it. Used by one thread. */
final class HostedConnector {

    private static final Logger LOG = LoggerFactory.getLogger(HostedConnector.class);
    private static final int DEFAULT_TASKS_MAX = 1;

    private final Connector connector;
    private final Resolved settings;
    private final Map<String, String> config;
    private final ConnectorContext context;
    private boolean initialized;
    private boolean running;

    HostedConnector(Connector connector, Resolved settings, ConnectorContext context) {
        this.connector = connector;
        this.settings = settings;
        this.config = settings.config();
        this.context = context;
    }

    String version() {
        return connector.version();
    }

    /** As figures name it. */
    TaskPlugins.Plugin plugin() {
        return TaskPlugins.Plugin.of(connector);
    }

    ConnectorType type() {
        return connector instanceof SourceConnector ? ConnectorType.SOURCE : ConnectorType.SINK;
    }

    /** After which time the settings ought to be resolved anew; empty for never: contract/behaviours.md, section 12. */
    Optional<Duration> expiry() {
        return "none".equalsIgnoreCase(config.get("config.action.reload"))
                ? Optional.empty()
                : Optional.ofNullable(settings.validFor());
    }

    void start() {
        if (!running) {
            if (!initialized) {
                connector.initialize(context);
                initialized = true;
            }
            connector.start(config);
            running = true;
        }
    }

    /** Only a connector that was started is stopped: contract/behaviours.md, section 2. */
    void stop() {
        if (running) {
            running = false;
            connector.stop();
        }
    }

    /**
     * Complete task configurations: what the connector says, with the task's class and the sink's topics over it. They
     * will be stored, so they have references where the connector's configuration has.
     *
     * @throws TooManyTasksException when there are more than {@code tasks.max} and {@code tasks.max.enforce} is on
     */
    List<Map<String, String>> taskConfigs() {
        int max = Integer.parseInt(config.getOrDefault("tasks.max", Integer.toString(DEFAULT_TASKS_MAX))
                .trim());
        List<Map<String, String>> complete = new ArrayList<>();
        for (Map<String, String> own : connector.taskConfigs(max)) {
            Map<String, String> task = new HashMap<>(own);
            task.put("task.class", connector.taskClass().getName());
            for (String key : List.of("topics", "topics.regex")) {
                String topics = config.get(key);
                if (topics != null && !topics.isBlank()) {
                    task.put(key, topics);
                }
            }
            complete.add(settings.withReferences(task));
        }
        checkCount(complete.size(), max);
        return complete;
    }

    private void checkCount(int count, int max) {
        if (count <= max) {
            return;
        }
        if (Boolean.parseBoolean(config.getOrDefault("tasks.max.enforce", "true"))) {
            throw new TooManyTasksException(config.getOrDefault("name", ""), count, max);
        }
        LOG.warn("The connector has generated {} tasks, more than tasks.max={}; tasks.max.enforce is off", count, max);
    }
}
