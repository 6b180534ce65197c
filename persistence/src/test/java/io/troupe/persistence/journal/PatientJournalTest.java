package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.Caller;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.TargetState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A database that goes away under the journal: nothing fails for it, nothing is lost, and nothing is written twice. */
@TestInstance(Lifecycle.PER_CLASS)
class PatientJournalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ConnectorFact FACT =
            new ConnectorFact.Created(Map.of("name", "orders"), TargetState.STARTED, Instant.EPOCH, Caller.TROUPE);

    private final EmbeddedPostgres server;
    private final DatabaseProxy proxy;
    private final ActorTestKit kit;
    private final JournalHealth health;
    private TestProbe<Done> noted;
    private TestProbe<Done> tidied;

    PatientJournalTest() throws Exception {
        server = EmbeddedPostgres.start();
        proxy = new DatabaseProxy(server.getPort());
        JournalSettings settings = JournalSettings.of(ConfigFactory.parseMap(Map.of(
                "troupe.database.url", "jdbc:postgresql://localhost:" + proxy.port() + "/postgres",
                "troupe.database.user", "postgres",
                "troupe.database.password", "")));
        JournalSchema.migrate(settings);
        kit = ActorTestKit.create(
                "outage", settings.toConfig().withFallback(ConfigFactory.load()).resolve());
        health = JournalHealth.of(kit.system());
        noted = kit.createTestProbe();
        tidied = kit.createTestProbe();
    }

    @BeforeEach
    void listen() {
        noted = kit.createTestProbe();
        tidied = kit.createTestProbe();
    }

    @AfterEach
    void present() {
        await(() -> !health.away());
    }

    @AfterAll
    void stop() throws Exception {
        kit.shutdownTestKit();
        proxy.close();
        server.close();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private ActorRef<Remembering.Command> present(String id) {
        ActorRef<Remembering.Command> entity = kit.spawn(Remembering.create(id, tidied.getRef()));
        note(entity);
        noted.receiveMessage(PATIENCE);
        return entity;
    }

    private void note(ActorRef<Remembering.Command> entity) {
        entity.tell(new Remembering.Note(FACT, noted.getRef()));
    }

    private long count(String id) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count(*) FROM \"troupe_fact\" WHERE \"persistence_id\" = '" + id + "'")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** As a second life of the entity would write it. */
    private void writeInItsPlace(String id) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO \"troupe_fact\" (\"deleted\", \"persistence_id\", \"sequence_number\","
                    + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                    + " \"event_ser_manifest\") SELECT \"deleted\", \"persistence_id\", \"sequence_number\" + 1,"
                    + " 'another', \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                    + " \"event_ser_manifest\" FROM \"troupe_fact\" WHERE \"persistence_id\" = '" + id + "'");
        }
    }

    @Test
    void aWriteWaitsUntilTheDatabaseIsBack() throws Exception {
        ActorRef<Remembering.Command> entity = present("waiting");

        proxy.goAway();
        note(entity);
        await(health::away);
        noted.expectNoMessage();
        proxy.comeBack();

        noted.receiveMessage(PATIENCE);
        assertThat(count("waiting")).isEqualTo(2);
        assertThat(health.away()).isFalse();
    }

    @Test
    void aWriteThatBeginsWhileItIsAwayWaitsToo() throws Exception {
        ActorRef<Remembering.Command> entity = present("beginning");

        proxy.goAway();
        await(health::away);
        note(entity);
        noted.expectNoMessage();
        proxy.comeBack();

        noted.receiveMessage(PATIENCE);
        assertThat(count("beginning")).isEqualTo(2);
    }

    @Test
    void aFrozenDatabaseIsAway() throws Exception {
        ActorRef<Remembering.Command> entity = present("frozen");

        proxy.freeze();
        note(entity);
        await(health::away);
        noted.expectNoMessage();
        proxy.thaw();

        noted.receiveMessage(PATIENCE);
        assertThat(count("frozen")).isEqualTo(2);
    }

    @Test
    void aWriteWhoseAcknowledgementIsLostIsRecordedOnce() throws Exception {
        ActorRef<Remembering.Command> entity = present("once");

        // On a connection that has said it often, it is said by a number.
        proxy.goAway();
        proxy.comeBack();
        proxy.loseAnswerTo("COMMIT");
        note(entity);

        noted.receiveMessage(PATIENCE);
        assertThat(proxy.hasLostIt()).isTrue();
        assertThat(count("once")).isEqualTo(2);
        note(entity);
        noted.receiveMessage(PATIENCE);
        TestProbe<ConnectorState> recalled = kit.createTestProbe();
        entity.tell(new Remembering.Recall(recalled.getRef()));
        assertThat(recalled.receiveMessage(PATIENCE).exists()).isTrue();
    }

    @Test
    void whatAnotherHasRecordedMeanwhileFailsItsWriterAndNobodyElse() throws Exception {
        ActorRef<Remembering.Command> overtaken = present("overtaken");
        ActorRef<Remembering.Command> bystander = present("bystander");

        proxy.goAway();
        await(health::away);
        note(overtaken);
        note(bystander);
        writeInItsPlace("overtaken");
        proxy.comeBack();

        noted.receiveMessage(PATIENCE);
        tidied.expectTerminated(overtaken, PATIENCE);
        noted.expectNoMessage();
        assertThat(count("bystander")).isEqualTo(2);
        assertThat(count("overtaken")).isEqualTo(2);
    }

    @Test
    void aDatabaseThatComesBackIsNotStormed() throws Exception {
        List<ActorRef<Remembering.Command>> entities = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            entities.add(present("many-" + i));
        }

        proxy.goAway();
        await(health::away);
        entities.forEach(this::note);
        int before = proxy.accepted();
        proxy.comeBack();

        for (int i = 0; i < entities.size(); i++) {
            noted.receiveMessage(PATIENCE);
        }
        assertThat(proxy.accepted() - before)
                .as("the pool's, and the one that asks")
                .isLessThanOrEqualTo(9);
    }

    /** As a server that has become a standby, or whose disk is full: it answers, and takes nothing. */
    @Test
    void aDatabaseThatOnlyReadsIsAway() throws Exception {
        ActorRef<Remembering.Command> entity = present("reading");

        execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
        proxy.goAway();
        proxy.comeBack();
        await(() -> !health.away());
        note(entity);
        await(() -> health.trouble()
                .filter(it -> it.startsWith("The database cannot be written: "))
                .isPresent());
        noted.expectNoMessage();
        execute(
                "SET default_transaction_read_only = off",
                "ALTER DATABASE postgres RESET default_transaction_read_only");

        noted.receiveMessage(PATIENCE);
        assertThat(count("reading")).isEqualTo(2);
        assertThat(health.trouble()).isEmpty();
    }

    private void execute(String... sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }
}
