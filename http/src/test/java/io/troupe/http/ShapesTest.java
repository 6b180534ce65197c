package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.troupe.cluster.connector.Answer;
import io.troupe.cluster.connector.Connectors.View;
import io.troupe.http.json.ConnectorDegraded;
import io.troupe.http.json.ConnectorInfo;
import io.troupe.http.json.ConnectorRestarts;
import io.troupe.http.json.ConnectorStalls;
import io.troupe.http.json.ConnectorStatus;
import io.troupe.http.json.PluginInfo;
import io.troupe.http.json.ServerInfo;
import io.troupe.http.json.TaskInfo;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.ConnectorState.Phase;
import io.troupe.persistence.connector.Predecessors;
import io.troupe.persistence.connector.Retries;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.connector.UsedTopics;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.health.Condition.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Field for field what Kafka Connect writes. */
final class ShapesTest {

    private static final Status RUNNING = Status.of(RunState.RUNNING, "a:1", "1.0");
    private static final Status FAILED = new Status(RunState.FAILED, "a:1", "1.0", "trace");

    private static View view(@Nullable Status status, @Nullable Status... tasks) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("z", "1");
        config.put("a", "2");
        List<TaskState> states = Arrays.stream(tasks)
                .map(task -> new TaskState(Map.of("task.class", "T"), 1, 1, task, Retries.NONE))
                .toList();
        return new View(
                "orders",
                new ConnectorState(
                        Phase.CONFIGURED,
                        config,
                        TargetState.STARTED,
                        1,
                        1,
                        1,
                        1,
                        status,
                        states,
                        UsedTopics.NONE,
                        Retries.NONE,
                        null,
                        Predecessors.NONE));
    }

    private static String json(Object body) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(body);
    }

    @Test
    void aConnectorsStatusHasATraceOnlyWhenItFailed() throws JsonProcessingException {
        assertThat(json(ConnectorStatus.of(view(RUNNING, FAILED, RUNNING), "source")
                        .orElseThrow()))
                .isEqualTo("{\"name\":\"orders\","
                        + "\"connector\":{\"state\":\"RUNNING\",\"worker_id\":\"a:1\",\"version\":\"1.0\"},"
                        + "\"tasks\":["
                        + "{\"id\":0,\"state\":\"FAILED\",\"worker_id\":\"a:1\",\"version\":\"1.0\",\"trace\":\"trace\"},"
                        + "{\"id\":1,\"state\":\"RUNNING\",\"worker_id\":\"a:1\",\"version\":\"1.0\"}],"
                        + "\"type\":\"source\"}");
    }

    @Test
    void aConnectorThatNobodyReportedHasNoStatus() {
        assertThat(ConnectorStatus.of(view(null, RUNNING), "source")).isEmpty();
    }

    @Test
    void aTaskThatNobodyReportedIsLeftOut() {
        assertThat(ConnectorStatus.of(view(RUNNING, null, RUNNING), "source")
                        .orElseThrow()
                        .tasks())
                .extracting(ConnectorStatus.TaskStatus::id)
                .containsExactly(1);
        assertThat(ConnectorStatus.task(view(RUNNING, RUNNING).state(), 1)).isEmpty();
        assertThat(ConnectorStatus.task(view(RUNNING, RUNNING).state(), -1)).isEmpty();
    }

    @Test
    void aVersionThatIsNotKnownIsNull() throws JsonProcessingException {
        assertThat(json(ConnectorStatus.task(
                                view(RUNNING, Status.of(RunState.PAUSED, "a:1", null))
                                        .state(),
                                0)
                        .orElseThrow()))
                .isEqualTo("{\"id\":0,\"state\":\"PAUSED\",\"worker_id\":\"a:1\",\"version\":null}");
    }

    @Test
    void aConnectorIsShownWithItsSettingsInOrder() throws JsonProcessingException {
        assertThat(json(ConnectorInfo.of(view(RUNNING, RUNNING), "sink")))
                .isEqualTo("{\"name\":\"orders\",\"config\":{\"z\":\"1\",\"a\":\"2\"},"
                        + "\"tasks\":[{\"connector\":\"orders\",\"task\":0}],\"type\":\"sink\"}");
    }

    @Test
    void aTaskIsShownWithItsSettings() throws JsonProcessingException {
        assertThat(json(TaskInfo.all("orders", List.of(Map.of("task.class", "T")))))
                .isEqualTo("[{\"id\":{\"connector\":\"orders\",\"task\":0},\"config\":{\"task.class\":\"T\"}}]");
    }

    @Test
    void aPluginIsShownWithClassTypeAndVersion() throws JsonProcessingException {
        assertThat(json(new PluginInfo("a.B", "source", "1.0")))
                .isEqualTo("{\"class\":\"a.B\",\"type\":\"source\",\"version\":\"1.0\"}");
    }

    @Test
    void theVersionOfWhatHasNoneIsLeftOut() throws JsonProcessingException {
        Status running = Status.of(RunState.RUNNING, "a:1", "undefined");

        assertThat(json(new PluginInfo("a.B", "source", "undefined")))
                .isEqualTo("{\"class\":\"a.B\",\"type\":\"source\"}");
        assertThat(json(ConnectorStatus.of(view(running, running), "source").orElseThrow()))
                .isEqualTo("{\"name\":\"orders\",\"connector\":{\"state\":\"RUNNING\",\"worker_id\":\"a:1\"},"
                        + "\"tasks\":[{\"id\":0,\"state\":\"RUNNING\",\"worker_id\":\"a:1\"}],\"type\":\"source\"}");
    }

    @Test
    void aServerIsShownWithKafkasNames() throws JsonProcessingException {
        assertThat(json(new ServerInfo("4.4.0", "26b251a451ce941d", "id")))
                .isEqualTo("{\"version\":\"4.4.0\",\"commit\":\"26b251a451ce941d\",\"kafka_cluster_id\":\"id\"}");
    }

    @Test
    void restartsAreShownWithTheirPolicy() throws JsonProcessingException {
        Answer.Supervised supervised = new Answer.Supervised(
                RestartSettings.of(Map.of("troupe.restart.min.ms", "70")),
                new Answer.Restarts(RunState.RUNNING, 0, null),
                List.of(new Answer.Restarts(RunState.FAILED, 3, Instant.parse("2026-03-04T05:06:07.008Z"))),
                List.of());

        assertThat(json(ConnectorRestarts.of("orders", supervised)))
                .isEqualTo("{\"name\":\"orders\","
                        + "\"policy\":{\"policy\":\"backoff\",\"min.ms\":70,\"max.ms\":300000,\"reset.ms\":600000},"
                        + "\"connector\":{\"state\":\"RUNNING\",\"attempts\":0,\"next_attempt\":null},"
                        + "\"tasks\":[{\"id\":0,\"state\":\"FAILED\",\"attempts\":3,"
                        + "\"next_attempt\":\"2026-03-04T05:06:07.008Z\"}]}");
    }

    @Test
    void stallsAreShownWithTheirStack() throws JsonProcessingException {
        Answer.Supervised supervised = new Answer.Supervised(
                RestartSettings.of(Map.of()),
                new Answer.Restarts(RunState.RUNNING, 0, null),
                List.of(),
                List.of(
                        new Answer.Condition(1, 7, Kind.STALLED, Instant.EPOCH, "\tat a.B.c"),
                        new Answer.Condition(1, 7, Kind.UNCOMMITTED, Instant.EPOCH, "no commit")));

        assertThat(json(ConnectorStalls.of("orders", supervised)))
                .isEqualTo("{\"name\":\"orders\",\"tasks\":["
                        + "{\"id\":1,\"since\":\"1970-01-01T00:00:00Z\",\"stack\":\"\\tat a.B.c\"}]}");
    }

    @Test
    void degradedTasksAreShownWithTheReason() throws JsonProcessingException {
        Answer.Supervised supervised = new Answer.Supervised(
                RestartSettings.of(Map.of()),
                new Answer.Restarts(RunState.RUNNING, 0, null),
                List.of(),
                List.of(
                        new Answer.Condition(1, 7, Kind.STALLED, Instant.EPOCH, "\tat a.B.c"),
                        new Answer.Condition(1, 7, Kind.UNCOMMITTED, Instant.EPOCH, "no commit")));

        assertThat(json(ConnectorDegraded.of("orders", supervised)))
                .isEqualTo("{\"name\":\"orders\",\"tasks\":[{\"id\":1,\"kind\":\"uncommitted\","
                        + "\"since\":\"1970-01-01T00:00:00Z\",\"reason\":\"no commit\"}]}");
    }
}
