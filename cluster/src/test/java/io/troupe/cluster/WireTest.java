package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.connector.Answer;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.logger.LoggerActor;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.task.TaskEntity;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What crosses nodes arrives as it was sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WireTest {

    private static final int TROUPE_WIRE = 735511;

    private ActorTestKit kit;
    private ActorSystem<?> system;
    private List<Wire> specimens;

    @BeforeAll
    void start() {
        Config config = ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("troupe-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        kit = ActorTestKit.create("wire", config);
        system = kit.system();
        specimens = Specimens.all(system);
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void noMessageIsMissing() {
        Set<Class<?>> present = specimens.stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(present)
                .containsAll(publicSubtypes(ConnectorCommand.class))
                .containsAll(publicSubtypes(Answer.class))
                .containsAll(publicSubtypes(TaskEntity.Command.class))
                .containsAll(publicSubtypes(OffsetsEntity.Command.class))
                .containsAll(publicSubtypes(OffsetsEntity.Answer.class))
                .containsAll(publicSubtypes(Catalogue.Command.class))
                .containsAll(publicSubtypes(LoggerActor.Command.class))
                .containsAll(Stream.of(Catalogue.class.getDeclaredClasses())
                        .filter(Wire.class::isAssignableFrom)
                        .filter(type -> !type.isInterface() && Modifier.isPublic(type.getModifiers()))
                        .toList());
    }

    @Test
    void everyMessageArrivesAsItWasSent() throws Exception {
        for (Wire sent : specimens) {
            Wire arrived = roundTrip(sent);

            assertThat(arrived).isEqualTo(sent);
            if (sent instanceof Enum) {
                assertThat(arrived).isSameAs(sent);
            }
        }
    }

    @Test
    void settingsKeepTheirOrder() throws Exception {
        List<String> keys = List.copyOf(Specimens.CONFIG.keySet());

        for (Wire sent : specimens) {
            Wire arrived = roundTrip(sent);
            if (arrived instanceof ConnectorCommand.Create create) {
                assertThat(create.config().keySet()).containsExactlyElementsOf(keys);
            } else if (arrived instanceof ConnectorCommand.Configure configure) {
                assertThat(configure.config().keySet()).containsExactlyElementsOf(keys);
            } else if (arrived instanceof TaskEntity.Perform perform) {
                assertThat(perform.assignment().connectorConfig().keySet()).containsExactlyElementsOf(keys);
                assertThat(perform.assignment().taskConfig().keySet()).containsExactlyElementsOf(keys);
            } else if (arrived instanceof Answer.Told told && told.state().exists()) {
                assertThat(told.state().config().keySet()).containsExactlyElementsOf(keys);
            }
        }
    }

    @Test
    void whoAskedIsStillThereToBeAnswered() throws Exception {
        TestProbe<Answer> asking = kit.createTestProbe();

        ConnectorCommand.Describe arrived =
                (ConnectorCommand.Describe) roundTrip(new ConnectorCommand.Describe(asking.getRef()));
        arrived.replyTo().tell(new Answer.Gone(false));

        asking.expectMessage(new Answer.Gone(false));
    }

    @Test
    void noTextOfAMessageShowsSettings() {
        for (Wire message : specimens) {
            assertThat(message.toString()).doesNotContain(Specimens.SECRET);
        }
    }

    private Wire roundTrip(Wire message) throws Exception {
        Serialization serialization = SerializationExtension.get(Adapter.toClassic(system));
        Serializer serializer = serialization.findSerializerFor(message);
        assertThat(serializer.identifier()).isEqualTo(TROUPE_WIRE);
        byte[] bytes = serialization.serialize(message).get();
        return (Wire) serialization
                .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, message))
                .get();
    }

    /** Private messages never leave their entity. */
    private static Set<Class<?>> publicSubtypes(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .filter(type -> Modifier.isPublic(type.getModifiers()) && !type.isInterface())
                .collect(Collectors.toSet());
    }
}
