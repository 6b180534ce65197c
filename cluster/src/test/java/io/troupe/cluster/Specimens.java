package io.troupe.cluster;

import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.connector.Answer;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.join.Introduction;
import io.troupe.cluster.logger.LoggerActor;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.offset.Outcome;
import io.troupe.cluster.placement.Picture;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.ConnectorState.Phase;
import io.troupe.persistence.connector.Predecessors;
import io.troupe.persistence.connector.Retries;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.connector.UsedTopics;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.MarkPosition;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.Plan;
import io.troupe.persistence.offset.Transactions;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.health.Condition.Kind;
import io.troupe.worker.offset.OffsetsRequest;
import io.troupe.worker.task.Assignment;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** At least one of every message that crosses nodes. */
final class Specimens {

    /** The value of every setting. */
    static final String SECRET = "s3cret";

    /** Kept in this order, which is that of no hash and no alphabet. */
    static final Map<String, String> CONFIG = config();

    private static final Caller CALLER = new Caller("ann", "127.0.0.1", "rest", "a-request");
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.008009Z");
    private static final ConnectorId ID = new ConnectorId("or@ders#1", 7);

    private Specimens() {}

    static List<Wire> all(ActorSystem<?> system) {
        ActorRef<Answer> connectors = system.<Answer>deadLetters();
        ActorRef<OffsetsEntity.Answer> offsets = system.<OffsetsEntity.Answer>deadLetters();
        ActorRef<Catalogue.Found> found = system.<Catalogue.Found>deadLetters();
        Transactions.Batch pending = new Transactions.Batch("n", changes(), AT);
        Status failed = new Status(RunState.FAILED, "a:1", null, "trace");
        Status running = Status.of(RunState.RUNNING, "a:1", "1.0");
        return List.of(
                new ConnectorCommand.Create(CONFIG, TargetState.PAUSED, CALLER, connectors),
                new ConnectorCommand.Configure(CONFIG, 3L, CALLER, connectors),
                new ConnectorCommand.Configure(CONFIG, null, CALLER, connectors),
                new ConnectorCommand.Retarget(TargetState.STOPPED, CALLER, connectors),
                new ConnectorCommand.Restart(true, false, CALLER, connectors),
                new ConnectorCommand.RestartTask(3, CALLER, connectors),
                new ConnectorCommand.Describe(connectors),
                new ConnectorCommand.Observe(connectors),
                new ConnectorCommand.ListTasks(connectors),
                new ConnectorCommand.Delete(CALLER, connectors),
                new ConnectorCommand.Settle(true, system.<Catalogue.Command>deadLetters()),
                new Catalogue.Confirm(ID),
                new Introduction.WhoAreYou(system.<Introduction.Card>deadLetters()),
                new Introduction.Belongs("c"),
                new Introduction.Card(7, "c", "http://a/", Map.of("group.id", "g"), Map.of("key.converter", "k")),
                new Catalogue.Doubt(ID, system.<Catalogue.Doubted>deadLetters()),
                new Catalogue.Doubted(true),
                ConnectorCommand.Wake.ALONE,
                ConnectorCommand.Wake.WITH_TASKS,
                new Waker.WakeConnector(new ConnectorId("moved", 7), system.<Done>deadLetters()),
                new Waker.WakeTask(new TaskId(new ConnectorId("moved", 7), 3), system.<Done>deadLetters()),
                new Waker.Confirm(new TaskId(new ConnectorId("moved", 7), 3), system.<TaskEntity.Command>deadLetters()),
                new ConnectorCommand.ChangeOffsets(
                        new OffsetsRequest(List.of(
                                new OffsetsRequest.Change("{\"p\":1}", null),
                                new OffsetsRequest.Change(null, "{\"n\":2}"))),
                        CALLER,
                        connectors),
                new ConnectorCommand.ListTopics(connectors),
                new ConnectorCommand.ResetTopics(CALLER, connectors),
                new ConnectorCommand.UseTopics(2, List.of("orders")),
                new ConnectorCommand.Enlist(3, "a:1", 8, system.<TaskEntity.Command>deadLetters()),
                new ConnectorCommand.Confirm(3, system.<TaskEntity.Command>deadLetters()),
                new ConnectorCommand.TaskReported(3, 5, 9, failed, true),
                new ConnectorCommand.TaskReported(3, 5, 9, running, false),
                new ConnectorCommand.TaskConditions(
                        3, 9, List.of(new Answer.Condition(3, 9, Kind.STALLED, AT, "at a.B.c"))),
                new ConnectorCommand.Examine(connectors),
                ConnectorCommand.HandOver.INSTANCE,
                new Answer.Told(new ConnectorState(
                        Phase.CONFIGURED,
                        CONFIG,
                        TargetState.STARTED,
                        2,
                        1,
                        5,
                        9,
                        running,
                        List.of(
                                new TaskState(CONFIG, 5, 9, failed, new Retries(2, AT, false, null)),
                                new TaskState(CONFIG, 5, 0, null, Retries.NONE)),
                        new UsedTopics(Set.of(), 3),
                        new Retries(1, null, false, AT),
                        "a-request",
                        Predecessors.NONE)),
                new Answer.OffsetsChanged(true),
                new Answer.Topics(List.of("orders")),
                new Answer.Tasks(List.of(CONFIG, CONFIG)),
                new Answer.Supervised(
                        RestartSettings.of(Map.of()),
                        new Answer.Restarts(null, 0, null),
                        List.of(new Answer.Restarts(RunState.FAILED, 3, AT)),
                        List.of(new Answer.Condition(3, 9, Kind.UNREAD, AT, "orders-7"))),
                new Answer.Told(ConnectorState.BLANK),
                new Answer.Gone(true),
                new Answer.Overtaken(ConnectorState.BLANK),
                new Answer.Refused(new Refusal(Refusal.Reason.NOT_FOUND, "Unknown task: x-1")),
                new TaskEntity.Expect(5, 9, TargetState.STARTED, RunState.RUNNING, 2),
                new TaskEntity.Expect(5, 0, TargetState.STARTED, null, 2),
                TaskEntity.Dismiss.INSTANCE,
                new TaskEntity.Perform(new Assignment(new TaskId(ID, 3), 5, 9, TargetState.PAUSED, CONFIG, CONFIG), 2),
                new TaskEntity.Farewell(system.<Done>deadLetters()),
                new TaskEntity.Relieve(5, system.<Done>deadLetters()),
                TaskEntity.HandOver.INSTANCE,
                TaskEntity.Leave.INSTANCE,
                new TaskEntity.Rouse(system.<Done>deadLetters()),
                new OffsetsEntity.Open(3, new Epoch(7, 9), offsets),
                new OffsetsEntity.Read(List.of("{\"p\":1}", ""), offsets),
                new OffsetsEntity.Advance(3, new Epoch(7, 9), 2, changes(), offsets),
                new OffsetsEntity.ListAfter(null, offsets),
                new OffsetsEntity.ListAfter("{\"p\":1}", offsets),
                new OffsetsEntity.Alter(new Epoch(7, 9), changes(), CALLER, offsets),
                new OffsetsEntity.Reset(new Epoch(7, 9), CALLER, offsets),
                new OffsetsEntity.Supersede(new Plan(7, 5), List.of(5L, 4L), true, offsets),
                new OffsetsEntity.Begin(3, new Epoch(7, 9), new Plan(7, 5), 4, offsets),
                new OffsetsEntity.Prepare(3, new Epoch(7, 9), "m", "n", changes(), offsets),
                new OffsetsEntity.Prepare(3, new Epoch(7, 9), null, "n", changes(), offsets),
                new OffsetsEntity.Settle(
                        3,
                        new Epoch(7, 9),
                        "n",
                        new CommittedMark("n", new MarkPosition(3, 12)),
                        Map.of(3, 12L),
                        false,
                        false,
                        offsets),
                new OffsetsEntity.Settle(3, new Epoch(7, 9), null, null, Map.of(), true, true, offsets),
                new OffsetsEntity.Raise(new Epoch(7, 9), Map.of(3, 12L), CALLER, offsets),
                new OffsetsEntity.Undecided(Outcome.MARK_LOST, 3, 12, 11),
                new OffsetsEntity.Outdated(),
                new OffsetsEntity.Unsettled(
                        Map.of(3, new Transactions.Run(new Epoch(7, 9), 5, pending)),
                        Map.of(3, new Marks(12, 11, new MarkPosition(3, 12)))),
                new OffsetsEntity.Began(pending, new Marks(12, 11, null)),
                new OffsetsEntity.Began(null, Marks.NONE),
                new OffsetsEntity.Recorded(),
                new OffsetsEntity.Known(Map.of("{\"p\":1}", "{\"n\":2}")),
                new OffsetsEntity.Fenced(),
                new Catalogue.Register("orders", CALLER, found),
                new Catalogue.Find("orders", found),
                new Catalogue.ListAll(system.<Catalogue.Listing>deadLetters()),
                new Catalogue.Remove(ID, CALLER, system.<Catalogue.Removed>deadLetters()),
                new Catalogue.Found(ID),
                new Catalogue.Found(null),
                new Catalogue.Listing(List.of(ID, new ConnectorId("b", 8))),
                new Catalogue.Removed(),
                new LoggerActor.SetLevel("io.troupe", "DEBUG", system.<LoggerActor.LevelSet>deadLetters()),
                new LoggerActor.LevelSet(),
                new Picture(Map.of("pekko://troupe@a:1", List.of(3, 255)), Set.of("pekko://troupe@a:1#7")));
    }

    private static Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        for (String key : List.of("name", "z.password", "connector.class", "b", "a", "tasks.max")) {
            config.put(key, SECRET);
        }
        return config;
    }

    private static Map<String, @Nullable String> changes() {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("{\"p\":1}", null);
        changes.put("{\"p\":2}", "{\"n\":2}");
        return changes;
    }
}
