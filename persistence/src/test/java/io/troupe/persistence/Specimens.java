package io.troupe.persistence;

import io.troupe.persistence.catalogue.CatalogueFact;
import io.troupe.persistence.catalogue.CatalogueState;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.Predecessors;
import io.troupe.persistence.connector.Retries;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.connector.UsedTopics;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.MarkPosition;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One value at least of everything that is stored. */
final class Specimens {

    /** A kind of stored values with a serializer of its own, as reference.conf has it. */
    record Family(Class<?> type, int serializer, List<Specimen> specimens) {}

    /** @param file under {@code stored/v1}, with the bytes as they were once written */
    record Specimen(String file, Object value) {
        @Override
        public String toString() {
            return file;
        }
    }

    /** Appears as a setting's value, and nowhere else. */
    static final String SECRET = "hunter2";

    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.008009Z");
    private static final Caller BY = new Caller("ada", "192.0.2.7", "rest", null);
    private static final ConnectorId ID = new ConnectorId("or@ders#1", 7);
    private static final Map<String, String> CONFIG =
            config("name", "or@ders#1", "connector.class", "FileStreamSource", "b.password", SECRET, "a.topic", "t");
    private static final Status RUNNING = Status.of(RunState.RUNNING, "127.0.0.1:8083", "4.3.1");
    private static final Status FAILED =
            new Status(RunState.FAILED, "127.0.0.1:8083", null, "java.lang.Error: no\n\tat a.B.c(B.java:1)\n");

    private Specimens() {}

    static List<Family> families() {
        return List.of(
                catalogueFacts(),
                catalogueStates(),
                connectorFacts(),
                connectorStates(),
                offsetsFacts(),
                offsetsStates());
    }

    private static Family catalogueFacts() {
        return new Family(
                CatalogueFact.class,
                735501,
                List.of(
                        new Specimen("catalogue-fact-registered", new CatalogueFact.Registered(ID, AT, BY)),
                        new Specimen("catalogue-fact-confirmed", new CatalogueFact.Confirmed(ID, AT)),
                        new Specimen("catalogue-fact-removed", new CatalogueFact.Removed(ID, AT, Caller.TROUPE))));
    }

    private static Family catalogueStates() {
        return new Family(
                CatalogueState.class,
                735502,
                List.of(
                        new Specimen("catalogue-state-empty", CatalogueState.EMPTY),
                        new Specimen("catalogue-state", new CatalogueState(Map.of("or@ders#1", 7L), 9, Set.of())),
                        new Specimen(
                                "catalogue-state-configured",
                                new CatalogueState(Map.of("or@ders#1", 7L), 9, Set.of(7L)))));
    }

    private static Family connectorFacts() {
        return new Family(
                ConnectorFact.class,
                735503,
                List.of(
                        new Specimen(
                                "connector-fact-created",
                                new ConnectorFact.Created(CONFIG, TargetState.PAUSED, AT, BY)),
                        new Specimen("connector-fact-configured", new ConnectorFact.Configured(CONFIG, AT, BY)),
                        new Specimen(
                                "connector-fact-retargeted", new ConnectorFact.Retargeted(TargetState.STOPPED, AT, BY)),
                        new Specimen(
                                "connector-fact-restart-asked",
                                new ConnectorFact.RestartAsked(true, List.of(0, 2), AT, BY)),
                        new Specimen("connector-fact-reported", new ConnectorFact.Reported(FAILED, AT)),
                        new Specimen(
                                "connector-fact-tasks-planned",
                                new ConnectorFact.TasksPlanned(List.of(CONFIG, Map.of()), AT)),
                        new Specimen(
                                "connector-fact-task-enlisted",
                                new ConnectorFact.TaskEnlisted(1, 3, "127.0.0.1:8083", AT)),
                        new Specimen("connector-fact-task-reported", new ConnectorFact.TaskReported(1, 3, RUNNING, AT)),
                        new Specimen(
                                "connector-fact-topics-used", new ConnectorFact.TopicsUsed(List.of("orders", "b"), AT)),
                        new Specimen("connector-fact-topics-reset", new ConnectorFact.TopicsReset(AT, BY)),
                        new Specimen("connector-fact-retry-planned", new ConnectorFact.RetryPlanned(2, 3, AT, AT)),
                        new Specimen(
                                "connector-fact-retry-planned-paused",
                                new ConnectorFact.RetryPlanned(null, 1, null, AT)),
                        new Specimen("connector-fact-deleted", new ConnectorFact.Deleted(AT, BY))));
    }

    private static Family connectorStates() {
        List<TaskState> tasks = List.of(
                new TaskState(CONFIG, 4, 6, RUNNING, Retries.NONE),
                new TaskState(Map.of(), 5, 0, null, Retries.NONE),
                new TaskState(Map.of(), 5, 2, FAILED, Retries.NONE));
        return new Family(
                ConnectorState.class,
                735504,
                List.of(
                        new Specimen("connector-state-blank", ConnectorState.BLANK),
                        new Specimen(
                                "connector-state",
                                new ConnectorState(
                                        ConnectorState.Phase.CONFIGURED,
                                        CONFIG,
                                        TargetState.STARTED,
                                        3,
                                        2,
                                        5,
                                        8,
                                        RUNNING,
                                        tasks,
                                        UsedTopics.NONE,
                                        Retries.NONE,
                                        null,
                                        Predecessors.NONE)),
                        new Specimen(
                                "connector-state-topics",
                                new ConnectorState(
                                        ConnectorState.Phase.CONFIGURED,
                                        CONFIG,
                                        TargetState.STARTED,
                                        3,
                                        2,
                                        5,
                                        8,
                                        RUNNING,
                                        tasks,
                                        new UsedTopics(Set.of("orders"), 2),
                                        Retries.NONE,
                                        null,
                                        Predecessors.NONE)),
                        new Specimen(
                                "connector-state-retries",
                                new ConnectorState(
                                        ConnectorState.Phase.CONFIGURED,
                                        CONFIG,
                                        TargetState.STARTED,
                                        3,
                                        2,
                                        5,
                                        8,
                                        FAILED,
                                        List.of(
                                                new TaskState(CONFIG, 4, 6, RUNNING, new Retries(2, null, false, AT)),
                                                new TaskState(CONFIG, 4, 7, FAILED, new Retries(0, null, true, null))),
                                        UsedTopics.NONE,
                                        new Retries(3, AT, false, null),
                                        null,
                                        Predecessors.NONE)),
                        new Specimen(
                                "connector-state-request",
                                new ConnectorState(
                                        ConnectorState.Phase.CONFIGURED,
                                        Map.of(),
                                        TargetState.STOPPED,
                                        1,
                                        0,
                                        0,
                                        0,
                                        null,
                                        List.of(),
                                        UsedTopics.NONE,
                                        Retries.NONE,
                                        "a-request",
                                        Predecessors.NONE)),
                        new Specimen(
                                "connector-state-former",
                                new ConnectorState(
                                        ConnectorState.Phase.CONFIGURED,
                                        Map.of(),
                                        TargetState.STARTED,
                                        2,
                                        2,
                                        6,
                                        9,
                                        null,
                                        List.of(),
                                        UsedTopics.NONE,
                                        Retries.NONE,
                                        null,
                                        new Predecessors(3, 5, 9)))));
    }

    private static Family offsetsFacts() {
        Map<String, @Nullable String> offsets = offsets();
        return new Family(
                OffsetsFact.class,
                735505,
                List.of(
                        new Specimen("offsets-fact-opened", new OffsetsFact.Opened(2, new Epoch(7, 3), AT)),
                        new Specimen("offsets-fact-advanced", new OffsetsFact.Advanced(2, 0, offsets, AT)),
                        new Specimen("offsets-fact-advanced-counted", new OffsetsFact.Advanced(2, 4, offsets, AT)),
                        new Specimen("offsets-fact-altered", new OffsetsFact.Altered(new Epoch(7, 3), offsets, AT, BY)),
                        new Specimen("offsets-fact-reset", new OffsetsFact.Reset(new Epoch(7, 3), AT, BY)),
                        new Specimen("offsets-fact-planned", new OffsetsFact.Planned(new Plan(7, 5), AT)),
                        new Specimen("offsets-fact-begun", new OffsetsFact.Begun(2, new Epoch(7, 3), 5, AT)),
                        new Specimen("offsets-fact-prepared", new OffsetsFact.Prepared(2, "mark", offsets, AT)),
                        new Specimen("offsets-fact-committed", new OffsetsFact.Committed(2, "mark", null, AT)),
                        new Specimen(
                                "offsets-fact-committed-at",
                                new OffsetsFact.Committed(2, "12-a", new MarkPosition(3, 40), AT)),
                        new Specimen("offsets-fact-raised", new OffsetsFact.Raised(Map.of(2, 12L), AT, BY)),
                        new Specimen("offsets-fact-aborted", new OffsetsFact.Aborted(2, "mark", AT)),
                        new Specimen("offsets-fact-ended", new OffsetsFact.Ended(2, new Epoch(7, 3), AT))));
    }

    private static Map<String, @Nullable String> offsets() {
        Map<String, @Nullable String> offsets = new HashMap<>();
        offsets.put("{\"file\":\"a\"}", "{\"position\":12}");
        offsets.put("{\"file\":\"b\"}", null);
        return offsets;
    }

    private static Family offsetsStates() {
        return new Family(
                OffsetsState.class,
                735506,
                List.of(
                        new Specimen("offsets-state-empty", OffsetsState.EMPTY),
                        new Specimen(
                                "offsets-state",
                                new OffsetsState(
                                        Map.of("{\"file\":\"a\"}", "{\"position\":12}"),
                                        Map.of(0, new Epoch(7, 3)),
                                        Map.of(),
                                        null,
                                        Transactions.NONE)),
                        new Specimen(
                                "offsets-state-counted",
                                new OffsetsState(
                                        Map.of(), Map.of(0, new Epoch(7, 3)), Map.of(0, 4L), null, Transactions.NONE)),
                        new Specimen(
                                "offsets-state-altered",
                                new OffsetsState(
                                        Map.of("{\"file\":\"a\"}", "{\"position\":12}"),
                                        Map.of(0, new Epoch(7, 3)),
                                        Map.of(),
                                        new Epoch(7, 4),
                                        Transactions.NONE)),
                        new Specimen(
                                "offsets-state-transactions",
                                new OffsetsState(
                                        Map.of("{\"file\":\"a\"}", "{\"position\":12}"),
                                        Map.of(0, new Epoch(7, 3)),
                                        Map.of(),
                                        null,
                                        new Transactions(
                                                new Plan(7, 5),
                                                Map.of(
                                                        0,
                                                        new Transactions.Run(
                                                                new Epoch(7, 3),
                                                                5,
                                                                new Transactions.Batch("mark", offsets(), AT)),
                                                        1,
                                                        new Transactions.Run(new Epoch(7, 2), 4, null)),
                                                Map.of()))),
                        new Specimen(
                                "offsets-state-marks",
                                new OffsetsState(
                                        Map.of(),
                                        Map.of(),
                                        Map.of(),
                                        null,
                                        new Transactions(
                                                null,
                                                Map.of(),
                                                Map.of(2, new Marks(12, 11, new MarkPosition(3, 40))))))));
    }

    private static Map<String, String> config(String... pairs) {
        Map<String, String> config = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }
}
