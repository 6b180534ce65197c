package io.troupe.node.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sourcelab.kafka.connect.apiclient.Configuration;
import org.sourcelab.kafka.connect.apiclient.KafkaConnectClient;
import org.sourcelab.kafka.connect.apiclient.request.dto.ConnectorPluginConfigDefinition;
import org.sourcelab.kafka.connect.apiclient.request.dto.ConnectorPluginConfigValidationResults;
import org.sourcelab.kafka.connect.apiclient.request.dto.NewConnectorDefinition;
import org.sourcelab.kafka.connect.apiclient.request.post.PostConnectorRestart;
import org.sourcelab.kafka.connect.apiclient.rest.exceptions.InvalidRequestException;
import org.sourcelab.kafka.connect.apiclient.rest.exceptions.ResourceNotFoundException;

/**
 * Goes through the whole API of kafka-connect-client, and prints a line for each call. A program of its own: the client
 * needs an older Jackson than Troupe has.
 */
public final class JavaClient {

    private static final String NAME = "from java";
    private static final long PATIENCE_MILLIS = 60_000;

    private final KafkaConnectClient client;
    private final Map<String, String> config;

    private JavaClient(String url, String file) {
        client = new KafkaConnectClient(new Configuration(url));
        config = Map.of(
                "connector.class", "FileStreamSource", "tasks.max", "1", "file", file, "topic", "java", "name", NAME);
    }

    /** @param arguments address of the worker; a file to read */
    public static void main(String[] arguments) {
        JavaClient run = new JavaClient(arguments[0], arguments[1]);
        run.server();
        run.creation();
        run.views();
        run.changes();
        run.refusals();
    }

    private void server() {
        say("version", client.getConnectServerVersion().getVersion());
        say("plugins", client.getConnectorPlugins().stream().anyMatch(it -> it.getType()
                .equals("source")));
        say("errors of a valid configuration", validated(config).getErrorCount());
        Map<String, String> wrong = new HashMap<>(config);
        wrong.remove("topic");
        ConnectorPluginConfigValidationResults faulty = validated(wrong);
        say("errors of one without a topic", faulty.getErrorCount());
        faulty.getConfigs().stream()
                .filter(it -> !it.getValue().getErrors().isEmpty())
                .forEach(it -> say("at", it.getDefinition().getName()));
    }

    private ConnectorPluginConfigValidationResults validated(Map<String, String> settings) {
        return client.validateConnectorPluginConfig(ConnectorPluginConfigDefinition.newBuilder()
                .withName("FileStreamSource")
                .withConfig(settings)
                .build());
    }

    private void creation() {
        say("created", client.addConnector(definition()).getConfig().equals(config));
        say("listed", client.getConnectors().contains(NAME));
        say("type", client.getConnector(NAME).getType());
        say("configured", client.getConnectorConfig(NAME).equals(config));
    }

    private NewConnectorDefinition definition() {
        return NewConnectorDefinition.newBuilder()
                .withName(NAME)
                .withConfig(config)
                .build();
    }

    private void views() {
        await("state", "RUNNING", this::state);
        await("state of the task", "RUNNING", this::taskState);
        say("tasks", client.getConnectorTasks(NAME).size());
        say(
                "with information",
                client.getConnectorsWithExpandedInfo()
                        .getDefinitionForConnector(NAME)
                        .getName());
        say(
                "with status",
                client.getConnectorsWithExpandedStatus()
                        .getStatusForConnector(NAME)
                        .getName());
        say("with all", client.getConnectorsWithAllExpandedMetadata().getConnectorNames());
        await("topics", List.of("java"), () -> client.getConnectorTopics(NAME).getTopics());
        say("topics reset", client.resetConnectorTopics(NAME));
        say("topics", client.getConnectorTopics(NAME).getTopics());
    }

    private void changes() {
        Map<String, String> changed = new HashMap<>(config);
        changed.put("batch.size", "7");
        say("changed", client.updateConnectorConfig(NAME, changed).getConfig().equals(changed));
        say("paused", client.pauseConnector(NAME));
        await("state", "PAUSED", this::state);
        say("resumed", client.resumeConnector(NAME));
        await("state", "RUNNING", this::state);
        say("restarted", client.restartConnector(NAME));
        say("restarted with tasks", client.restartConnector(new PostConnectorRestart(NAME).withIncludeTasks(true)));
        await("state of the task", "RUNNING", this::taskState);
        say("task restarted", client.restartConnectorTask(NAME, 0));
        await("state of the task", "RUNNING", this::taskState);
    }

    private void refusals() {
        try {
            client.addConnector(definition());
        } catch (InvalidRequestException e) {
            say("again", e.getErrorCode());
        }
        say("deleted", client.deleteConnector(NAME));
        try {
            client.getConnector(NAME);
        } catch (ResourceNotFoundException e) {
            say("gone", e.getErrorCode());
        }
    }

    private String state() {
        return client.getConnectorStatus(NAME).getConnector().get("state");
    }

    private String taskState() {
        try {
            return client.getConnectorTaskStatus(NAME, 0).getState();
        } catch (ResourceNotFoundException e) {
            return "not known yet";
        }
    }

    private static void await(String what, Object wanted, Supplier<Object> seen) {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        Object latest = seen.get();
        while (!wanted.equals(latest) && System.currentTimeMillis() < deadline) {
            Thread.onSpinWait();
            latest = seen.get();
        }
        say(what, latest);
    }

    private static void say(String what, Object seen) {
        System.out.println(what + ": " + seen);
    }
}
