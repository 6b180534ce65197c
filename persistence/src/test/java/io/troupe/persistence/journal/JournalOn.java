package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.Caller;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.TargetState;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.junit.jupiter.api.Test;

/** The same promises on every database. */
abstract class JournalOn {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Map<String, String> CONFIG = Map.of("name", "orders", "password", "ünïcödé \u0001");

    /** An empty database, a new one at each call. */
    abstract JournalSettings emptyDatabase() throws Exception;

    @Test
    void anEmptyDatabaseGetsTheSchemaOnce() throws Exception {
        JournalSettings settings = emptyDatabase();

        JournalSchema.migrate(settings);
        List<String> once = rows(settings, "SELECT * FROM \"troupe_schema\" ORDER BY 1");
        JournalSchema.migrate(settings);

        assertThat(once).isNotEmpty();
        assertThat(rows(settings, "SELECT * FROM \"troupe_schema\" ORDER BY 1")).isEqualTo(once);
        assertThat(rows(settings, "SELECT * FROM \"troupe_fact\"")).isEmpty();
    }

    @Test
    void nodesMayStartAtTheSameTime() throws Exception {
        JournalSettings settings = emptyDatabase();
        int nodes = 4;
        CyclicBarrier barrier = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<?>> starts = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                starts.add(threads.submit((Callable<?>) () -> {
                    barrier.await();
                    JournalSchema.migrate(settings);
                    return Done.done();
                }));
            }
            for (Future<?> start : starts) {
                assertThat(start.get()).isEqualTo(Done.done());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(rows(settings, "SELECT \"version\" FROM \"troupe_schema\" WHERE \"success\" AND \"type\" = 'SQL'"))
                .contains("1", "2")
                .doesNotHaveDuplicates();
    }

    @Test
    void theDatabaseMayHoldOtherThings() throws Exception {
        JournalSettings settings = emptyDatabase();
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"others\" (\"id\" INTEGER PRIMARY KEY)");
        }

        JournalSchema.migrate(settings);

        assertThat(rows(settings, "SELECT * FROM \"troupe_fact\"")).isEmpty();
    }

    @Test
    void theLongestNamesOfAnyScriptFit() throws Exception {
        JournalSettings settings = emptyDatabase();
        JournalSchema.migrate(settings);

        for (String letter : List.of("n", "ü", "語", "😀")) {
            String id = "g".repeat(100) + "/connector/" + letter.repeat(512 / letter.length()) + "@" + Long.MAX_VALUE;
            with(
                    settings,
                    kit -> note(
                            kit,
                            id,
                            List.of(new ConnectorFact.Created(
                                    CONFIG, TargetState.STARTED, Instant.EPOCH, Caller.TROUPE))));
            assertThat(with(settings, kit -> recall(kit, id)).exists()).isTrue();
        }
    }

    @Test
    void factsOutliveTheActorSystem() throws Exception {
        JournalSettings settings = emptyDatabase();
        JournalSchema.migrate(settings);
        String id = "group|connector|" + "n".repeat(400) + "@1";
        List<ConnectorFact> facts = List.of(
                new ConnectorFact.Created(CONFIG, TargetState.STARTED, Instant.EPOCH, Caller.TROUPE),
                new ConnectorFact.TasksPlanned(List.of(CONFIG, Map.of()), Instant.EPOCH));
        ConnectorState expected = ConnectorState.BLANK;
        for (ConnectorFact fact : facts) {
            expected = fact.applyTo(expected);
        }

        with(settings, kit -> note(kit, id, facts));
        ConnectorState recalled = with(settings, kit -> recall(kit, id));

        assertThat(recalled).isEqualTo(expected);
        assertThat(rows(
                        settings,
                        "SELECT \"event_ser_id\", \"event_ser_manifest\", \"persistence_id\" FROM \"troupe_fact\""))
                .hasSize(2)
                .containsOnly("735503||" + id);
    }

    @Test
    void aSnapshotTakesThePlaceOfOldFacts() throws Exception {
        JournalSettings settings = emptyDatabase();
        JournalSchema.migrate(settings);
        List<ConnectorFact> facts = new ArrayList<>();
        facts.add(new ConnectorFact.Created(CONFIG, TargetState.STARTED, Instant.EPOCH, Caller.TROUPE));
        for (int version = 2; version <= 7; version++) {
            facts.add(new ConnectorFact.Configured(
                    Map.of("version", Integer.toString(version)), Instant.EPOCH, Caller.TROUPE));
        }

        with(settings, kit -> note(kit, "a", facts));
        ConnectorState recalled = with(settings, kit -> recall(kit, "a"));

        assertThat(recalled.version()).isEqualTo(7);
        assertThat(recalled.config()).isEqualTo(Map.of("version", "7"));
        assertThat(rows(
                        settings,
                        "SELECT \"snapshot_ser_id\", \"snapshot_ser_manifest\" FROM \"troupe_snapshot\""
                                + " WHERE \"sequence_number\" = 6"))
                .containsExactly("735504|");
        assertThat(rows(settings, "SELECT * FROM \"troupe_fact\" WHERE NOT \"deleted\""))
                .as("facts of before the snapshot are deleted")
                .hasSize(4);
    }

    @Test
    void factsThatNobodyAskedForGoWhenThereAreManyNewerOnes() throws Exception {
        JournalSettings settings = emptyDatabase();
        JournalSchema.migrate(settings);
        fill(settings, "often", 1200, System.currentTimeMillis());
        fill(
                settings,
                "old",
                400,
                System.currentTimeMillis() - Duration.ofDays(8).toMillis());
        fill(settings, "ended", 300, System.currentTimeMillis());

        with(settings, kit -> {
            JournalTrim trim = JournalTrim.of(kit.system());
            trim.covered(PersistenceId.ofUniqueId("often"), 1200, 200, Instant.now());
            trim.covered(PersistenceId.ofUniqueId("old"), 400, 200, Instant.now());
            trim.ended(PersistenceId.ofUniqueId("ended"));
            kit.createTestProbe().awaitAssert(PATIENCE, () -> {
                assertThat(numbers(settings, "often")).startsWith(100L, 200L, 300L, 400L, 500L, 600L, 700L, 701L);
                assertThat(numbers(settings, "often")).hasSize(7 + 500);
                assertThat(numbers(settings, "old"))
                        .startsWith(100L, 200L, 201L)
                        .hasSize(2 + 200);
                assertThat(numbers(settings, "ended")).containsExactly(100L, 200L, 300L);
                return Done.done();
            });
            return Done.done();
        });
    }

    /** Each hundredth fact is one that somebody asked for. */
    private static void fill(JournalSettings settings, String id, int count, long at) throws SQLException {
        try (Connection connection = connect(settings);
                PreparedStatement write = connection.prepareStatement("INSERT INTO \"troupe_fact\" (\"deleted\","
                        + " \"persistence_id\", \"sequence_number\", \"writer\", \"write_timestamp\","
                        + " \"adapter_manifest\", \"event_payload\", \"event_ser_id\", \"event_ser_manifest\")"
                        + " VALUES (FALSE, ?, ?, '', ?, '', ?, 735503, '')")) {
            for (int number = 1; number <= count; number++) {
                String fact = number % 100 == 0
                        ? "{\"type\":\"topics-reset\",\"at\":\"2026-01-01T00:00:00Z\",\"by\":{\"principal\":\"ada\","
                                + "\"address\":\"127.0.0.1\",\"means\":\"rest\",\"request\":null}}"
                        : "{\"type\":\"topics-used\",\"topics\":[\"lines\"],\"at\":\"2026-01-01T00:00:00Z\"}";
                write.setString(1, id);
                write.setLong(2, number);
                write.setLong(3, at);
                write.setBytes(4, fact.getBytes(StandardCharsets.UTF_8));
                write.addBatch();
            }
            write.executeBatch();
        }
    }

    private static List<Long> numbers(JournalSettings settings, String id) {
        try {
            return rows(
                            settings,
                            "SELECT \"sequence_number\" FROM \"troupe_fact\" WHERE \"persistence_id\" = '" + id
                                    + "' ORDER BY 1")
                    .stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void groupsShareADatabaseById() throws Exception {
        JournalSettings settings = emptyDatabase();
        JournalSchema.migrate(settings);

        with(
                settings,
                kit -> note(
                        kit,
                        "one|orders",
                        List.of(new ConnectorFact.Created(CONFIG, TargetState.STARTED, Instant.EPOCH, Caller.TROUPE))));

        assertThat(with(settings, kit -> recall(kit, "other|orders")).exists()).isFalse();
        assertThat(with(settings, kit -> recall(kit, "one|orders")).exists()).isTrue();
    }

    private static <T> T with(JournalSettings settings, Function<ActorTestKit, T> work) {
        ActorTestKit kit = ActorTestKit.create(
                "journal",
                settings.toConfig().withFallback(ConfigFactory.load()).resolve());
        try {
            return work.apply(kit);
        } finally {
            kit.shutdownTestKit();
        }
    }

    /** Notes one fact after the other and waits until what is due was done: a snapshot after 3, another and a deletion after 6. */
    private static ActorRef<Remembering.Command> note(ActorTestKit kit, String id, List<ConnectorFact> facts) {
        TestProbe<Done> tidied = kit.createTestProbe();
        TestProbe<Done> noted = kit.createTestProbe();
        ActorRef<Remembering.Command> entity = kit.spawn(Remembering.create(id, tidied.getRef()));
        int count = 0;
        for (ConnectorFact fact : facts) {
            entity.tell(new Remembering.Note(fact, noted.getRef()));
            noted.receiveMessage(PATIENCE);
            if (++count % 3 == 0) {
                tidied.receiveMessage(PATIENCE);
            }
            if (count == 6) {
                tidied.receiveMessage(PATIENCE);
            }
        }
        return entity;
    }

    private static ConnectorState recall(ActorTestKit kit, String id) {
        TestProbe<ConnectorState> recalled = kit.createTestProbe();
        TestProbe<Done> tidied = kit.createTestProbe();
        kit.spawn(Remembering.create(id, tidied.getRef())).tell(new Remembering.Recall(recalled.getRef()));
        return recalled.receiveMessage(PATIENCE);
    }

    private static Connection connect(JournalSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    /** Each row with its columns joined by a bar. */
    private static List<String> rows(JournalSettings settings, String query) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    columns.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }
}
