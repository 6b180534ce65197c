package io.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.Specimens.Family;
import io.troupe.persistence.Specimens.Specimen;
import io.troupe.persistence.connector.ConnectorFact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is in the journal today can be read for ever. */
@TestInstance(Lifecycle.PER_CLASS)
class StoredFormTest {

    private final ActorSystem system = ActorSystem.create("stored-form", ConfigFactory.load());
    private final Serialization serialization = SerializationExtension.get(system);

    @BeforeAll
    void readsTheModulesConfiguration() {
        assertThat(system.settings().config().hasPath("pekko.actor.serializers.troupe-connector-fact"))
                .isTrue();
    }

    @AfterAll
    void terminate() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void everyFactHasASpecimen() {
        for (Family family : Specimens.families()) {
            List<Class<?>> shown = family.specimens().stream()
                    .<Class<?>>map(specimen -> specimen.value().getClass())
                    .distinct()
                    .toList();
            List<Class<?>> permitted = family.type().isSealed()
                    ? Arrays.asList(family.type().getPermittedSubclasses())
                    : List.of(family.type());
            assertThat(shown).as(family.type().getSimpleName()).containsExactlyInAnyOrderElementsOf(permitted);
        }
    }

    @TestFactory
    Stream<DynamicTest> isWrittenAndReadBack() {
        return each((family, specimen) -> {
            SerializerWithStringManifest serializer = serializer(specimen.value());
            assertThat(serializer.identifier()).isEqualTo(family.serializer());
            assertThat(Serializers.manifestFor(serializer, specimen.value()))
                    .as("no Java class name gets into the journal")
                    .isEmpty();

            byte[] bytes = serializer.toBinary(specimen.value());

            assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("io.troupe");
            assertThat(read(family, bytes)).isEqualTo(specimen.value());
        });
    }

    @TestFactory
    Stream<DynamicTest> bytesOfTheFirstVersionAreRead() {
        return each((family, specimen) ->
                assertThat(read(family, stored("v1/" + specimen.file()))).isEqualTo(specimen.value()));
    }

    @Test
    void aConfigurationIsReadInTheOrderItWasSentIn() {
        Object fact = serialization
                .deserialize(stored("v1/connector-fact-configured"), 735503, "")
                .get();

        assertThat(((ConnectorFact.Configured) fact).config().keySet())
                .containsExactly("name", "connector.class", "b.password", "a.topic");
    }

    @TestFactory
    Stream<DynamicTest> aLogNeverShowsASetting() {
        return each(
                (family, specimen) -> assertThat(specimen.value().toString()).doesNotContain(Specimens.SECRET));
    }

    private static Stream<DynamicTest> each(BiConsumer<Family, Specimen> test) {
        return Specimens.families().stream().flatMap(family -> family.specimens().stream()
                .map(specimen -> dynamicTest(specimen.file(), () -> test.accept(family, specimen))));
    }

    private SerializerWithStringManifest serializer(Object value) {
        return (SerializerWithStringManifest) serialization.findSerializerFor(value);
    }

    private Object read(Family family, byte[] bytes) {
        return serialization.deserialize(bytes, family.serializer(), "").get();
    }

    private static byte[] stored(String name) {
        try (InputStream file = StoredFormTest.class.getResourceAsStream("/stored/" + name + ".json")) {
            assertThat(file).as("file stored/%s.json", name).isNotNull();
            return file.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
