package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.Caller;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded database that cannot be written for a while: it comes back by itself, and has all it acknowledged. */
class EmbeddedOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JournalSettings settings;
    private ActorTestKit kit;
    private JournalHealth health;
    private TestProbe<Done> noted;
    private ActorRef<Remembering.Command> entity;
    private int version;

    EmbeddedOutageTest(@TempDir Path folder) {
        FullDisk.register();
        settings = JournalSettings.of(
                ConfigFactory.parseMap(Map.of("troupe.database.url", "jdbc:h2:fulldisk:" + folder.resolve("troupe")))
                        .withFallback(ConfigFactory.defaultReference()));
        JournalSchema.migrate(settings);
        begin();
    }

    private void begin() {
        kit = ActorTestKit.create(
                "embedded",
                settings.toConfig().withFallback(ConfigFactory.load()).resolve());
        health = JournalHealth.of(kit.system());
        noted = kit.createTestProbe();
        entity = kit.spawn(
                Remembering.create("orders", kit.<Done>createTestProbe().getRef()));
    }

    @AfterEach
    void end() {
        FullDisk.free();
        kit.shutdownTestKit();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void note() {
        version++;
        entity.tell(new Remembering.Note(
                new ConnectorFact.Configured(
                        Map.of("version", Integer.toString(version)), Instant.EPOCH, Caller.TROUPE),
                noted.getRef()));
    }

    private ConnectorState recalled() {
        TestProbe<ConnectorState> recalled = kit.createTestProbe();
        entity.tell(new Remembering.Recall(recalled.getRef()));
        return recalled.receiveMessage(PATIENCE);
    }

    private void acknowledged() {
        noted.receiveMessage(PATIENCE);
    }

    @Test
    void aFullDiskIsWaitedFor() {
        for (int i = 0; i < 8; i++) {
            note();
            acknowledged();
        }

        FullDisk.fill();
        note();
        await(health::away);
        assertThat(health.trouble()).contains("The database cannot be written: No space left on device.");
        noted.expectNoMessage();
        FullDisk.free();

        acknowledged();
        await(() -> !health.away());
        note();
        acknowledged();
        kit.shutdownTestKit();
        begin();
        assertThat(recalled().config()).isEqualTo(Map.of("version", "10"));
        assertThat(recalled().version()).isEqualTo(10);
    }

    @Test
    void aDatabaseThatWasClosedIsOpenedAgain() throws Exception {
        note();
        acknowledged();

        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
        note();

        acknowledged();
        assertThat(recalled().version()).isEqualTo(2);
    }
}
