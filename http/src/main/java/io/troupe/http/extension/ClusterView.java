package io.troupe.http.extension;

import io.troupe.cluster.connector.Connectors;
import io.troupe.cluster.connector.Connectors.View;
import io.troupe.http.json.ConnectorStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.health.ConnectClusterDetails;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.health.ConnectorHealth;
import org.apache.kafka.connect.health.ConnectorState;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.health.TaskState;

/** What extensions may know of the cluster. Every look waits for an answer, as long as the door may take for it. */
public final class ClusterView implements ConnectClusterState {

    private final Connectors connectors;
    private final Function<View, String> type;
    private final ConnectClusterDetails details;

    /** @param type of a connector: {@code source}, {@code sink} or {@code unknown} */
    public ClusterView(Connectors connectors, Function<View, String> type, String kafkaClusterId) {
        this.connectors = connectors;
        this.type = type;
        this.details = () -> kafkaClusterId;
    }

    @Override
    public List<String> connectors() {
        return answer(connectors.names());
    }

    /** @throws NotFoundException when there is no such connector, or nothing was reported of it yet */
    @Override
    public ConnectorHealth connectorHealth(String name) {
        View view = view(name, connectors.observe(name));
        ConnectorStatus status = ConnectorStatus.of(view, type.apply(view))
                .orElseThrow(() -> new NotFoundException("No status found for connector " + name));
        Map<Integer, TaskState> tasks = new HashMap<>();
        for (ConnectorStatus.TaskStatus task : status.tasks()) {
            tasks.put(task.id(), new TaskState(task.id(), task.state().name(), task.workerId(), task.trace()));
        }
        ConnectorStatus.State own = status.connector();
        return new ConnectorHealth(
                name,
                new ConnectorState(own.state().name(), own.workerId(), own.trace()),
                tasks,
                ConnectorType.valueOf(status.type().toUpperCase(java.util.Locale.ROOT)));
    }

    @Override
    public Map<String, String> connectorConfig(String name) {
        return view(name, connectors.find(name)).state().config();
    }

    @Override
    public ConnectClusterDetails clusterDetails() {
        return details;
    }

    private static View view(String name, CompletionStage<Optional<View>> asked) {
        return answer(asked).orElseThrow(() -> new NotFoundException("Connector " + name + " not found"));
    }

    private static <T> T answer(CompletionStage<T> asked) {
        try {
            return asked.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new ConnectException("The cluster did not answer", e.getCause());
        }
    }
}
