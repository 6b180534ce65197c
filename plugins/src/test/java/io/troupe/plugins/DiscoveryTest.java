package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is found where, by which way, and what is said about the rest. */
class DiscoveryTest {

    private final Path temp;

    DiscoveryTest(@TempDir Path temp) {
        this.temp = temp;
    }

    private Path installed(String name) {
        return temp.resolve("plugins").resolve(name);
    }

    private Plugins scan(DiscoveryMode mode, Path... more) {
        List<Path> path = new ArrayList<>(List.of(more));
        path.add(temp.resolve("plugins"));
        return Plugins.scan(new PluginSettings(path, List.of(), mode));
    }

    private static List<String> isolated(Plugins plugins) {
        return plugins.list().stream()
                .filter(PluginDescriptor::isolated)
                .map(PluginDescriptor::className)
                .toList();
    }

    @Test
    void everyLayoutOfAFolderIsFound() throws IOException {
        PluginJar.predicate("one.Jar", "").jar(installed("one.jar"));
        PluginJar.predicate("two.Zip", "").jar(installed("two.ZIP"));
        PluginJar.predicate("three.Nested", "").jar(installed("three/lib/deep/three.jar"));
        PluginJar.predicate("four.Beside", "").jar(installed("three/four.jar"));
        PluginJar.predicate("five.Classes", "").folder(installed("five"));
        Path single = PluginJar.predicate("six.Single", "").jar(temp.resolve("elsewhere/six.jar"));
        PluginJar.predicate("six.Neighbour", "").jar(temp.resolve("elsewhere/neighbour.jar"));
        Files.createDirectories(installed("empty/folder"));
        Files.writeString(installed("README.txt"), "no plugin");

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN, single)) {
            assertThat(plugins.list().stream().filter(PluginDescriptor::isolated))
                    .extracting(PluginDescriptor::className, PluginDescriptor::location)
                    .containsExactlyInAnyOrder(
                            tuple("one.Jar", installed("one.jar").toString()),
                            tuple("two.Zip", installed("two.ZIP").toString()),
                            tuple("three.Nested", installed("three").toString()),
                            tuple("four.Beside", installed("three").toString()),
                            tuple("five.Classes", installed("five").toString()),
                            tuple("six.Single", single.toString()));
            assertThat(plugins.broken()).isEmpty();
        }
    }

    @Test
    void anEntryThatIsMissingOrNoPluginIsSkipped() throws IOException {
        PluginJar.predicate("p.Here", "").jar(installed("p.jar"));
        Path text = Files.writeString(temp.resolve("notes.txt"), "no plugin");

        Logger logger = (Logger) LoggerFactory.getLogger(LocationWalk.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN, temp.resolve("missing"), text)) {
            assertThat(isolated(plugins)).containsExactly("p.Here");
            assertThat(plugins.broken()).isEmpty();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        tuple(
                                Level.WARN,
                                "Plugin path entry " + temp.resolve("missing") + " does not exist; it is skipped"),
                        tuple(
                                Level.WARN,
                                "Plugin path entry " + text
                                        + " is neither a folder nor a jar or zip file; it is skipped"));
    }

    @Test
    void aLocationThatIsNamedTwiceIsOnePlugin() {
        Path jar = PluginJar.predicate("p.Once", "").jar(installed("p.jar"));

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN, jar)) {
            assertThat(isolated(plugins)).containsExactly("p.Once");
        }
    }

    @Test
    void brokenPluginsAreListedWithTheirReasonAndStopNobody() throws IOException {
        PluginJar.predicate("p.Needy", "private final lib.Missing missing = new lib.Missing();")
                .and("lib.Missing", "public class Missing {}")
                .and("p.Fine", PluginJar.predicateSource("p.Fine", "public class", ""))
                .without("lib.Missing")
                .jar(installed("needy.jar"));
        PluginJar.predicate("p.Explosive", "static { if (true) throw new IllegalStateException(\"boom\"); }")
                .jar(installed("explosive.jar"));
        PluginJar.connector("p.ShyConnector", "String.valueOf(1 / 0)", "1").jar(installed("shy.jar"));
        PluginJar.connector("p.MisfitConnector", "\"1\"", "1")
                .declaring(SinkConnector.class, "p.MisfitConnector\n")
                .declaring(Predicate.class, "p.Gone # removed long ago\n")
                .jar(installed("misfit.jar"));
        Files.writeString(installed("bad.jar"), "this is no jar");

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN)) {
            assertThat(isolated(plugins)).containsExactly("p.MisfitConnector", "p.Fine");
            assertThat(plugins.broken())
                    .extracting(
                            broken -> Path.of(broken.location()).getFileName().toString(),
                            broken -> broken.className().orElse("-"),
                            broken -> broken.reason().replaceFirst("jar: .*", "jar"))
                    .containsExactlyInAnyOrder(
                            tuple("bad.jar", "-", "it is not a readable jar"),
                            tuple("needy.jar", "p.Needy", "a class is missing: lib.Missing"),
                            tuple("explosive.jar", "p.Explosive", "java.lang.IllegalStateException: boom"),
                            tuple("shy.jar", "p.ShyConnector", "java.lang.ArithmeticException: / by zero"),
                            tuple("misfit.jar", "p.Gone", "a class is missing: p.Gone"),
                            tuple(
                                    "misfit.jar",
                                    "p.MisfitConnector",
                                    "it is declared as " + SinkConnector.class.getName()
                                            + " but does not extend that class"));
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.findConnector("p.ShyConnector"))
                    .withMessageStartingWith("Failed to find any class that implements Connector and which name matches"
                            + " p.ShyConnector, available connectors are: ")
                    .withMessageEndingWith("cannot be used: java.lang.ArithmeticException: / by zero");
        }
    }

    @Test
    void aJarThatIsBrokenDoesNotHideItsFolder() throws IOException {
        PluginJar.predicate("p.Fine", "").jar(installed("folder/fine.jar"));
        Files.writeString(installed("folder/bad.jar"), "this is no jar");

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN)) {
            assertThat(isolated(plugins)).containsExactly("p.Fine");
            assertThat(plugins.broken())
                    .extracting(BrokenPlugin::location)
                    .containsExactly(installed("folder/bad.jar").toString());
        }
    }

    @Test
    void classesThatCannotBeCreatedAreNoPlugins() {
        PluginJar.predicate("p.Base", "public static class Nested extends Base { }")
                .and("p.Half", PluginJar.predicateSource("p.Half", "public abstract class", ""))
                .and("p.Hidden", PluginJar.predicateSource("p.Hidden", "class", ""))
                .and(
                        "p.Demanding",
                        PluginJar.predicateSource("p.Demanding", "public class", "public Demanding(int i) {}"))
                .and("p.Reserved", PluginJar.predicateSource("p.Reserved", "public class", "Reserved() {}"))
                .and("p.Outer", "public class Outer { public class Inner extends Base {} }")
                .jar(installed("p.jar"));

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN)) {
            assertThat(isolated(plugins)).containsExactly("p.Base", "p.Base$Nested");
            assertThat(plugins.broken()).isEmpty();
        }
    }

    @Test
    void aPluginMayExtendAClassOfTheWorkerOrOneThatIsNotPublic() {
        PluginJar.of("p.MyJson", "public class MyJson extends org.apache.kafka.connect.json.JsonConverter {}")
                .and("p.Base", PluginJar.predicateSource("p.Base", "abstract class", ""))
                .and("p.Derived", "public class Derived extends Base {}")
                .jar(installed("p.jar"));

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN)) {
            assertThat(isolated(plugins)).containsExactly("p.Derived", "p.MyJson", "p.MyJson");
        }
    }

    @Test
    void theModesDifferInWhereTheyLook() {
        PluginJar.predicate("p.Declared", "")
                .declaring(Predicate.class, "# ours\np.Declared # the one\n\n")
                .jar(installed("declared.jar"));
        PluginJar.connector("p.ForgottenConnector", "\"1\"", "1").jar(installed("forgotten.jar"));

        try (Plugins plugins = scan(DiscoveryMode.SERVICE_LOAD)) {
            assertThat(isolated(plugins)).containsExactly("p.Declared");
        }
        try (Plugins plugins = scan(DiscoveryMode.ONLY_SCAN)) {
            assertThat(isolated(plugins)).containsExactly("p.ForgottenConnector", "p.Declared");
        }
        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN)) {
            assertThat(isolated(plugins)).containsExactly("p.ForgottenConnector", "p.Declared");
        }
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> scan(DiscoveryMode.HYBRID_FAIL))
                .withMessageContaining("META-INF/services")
                .withMessageContaining("p.ForgottenConnector (source, ")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("p.Declared"));
    }

    @Test
    void aVersionThatIsNotToldIsUndefined() {
        PluginJar.connector("p.SilentConnector", "null", "1")
                .declaring(SourceConnector.class, "p.SilentConnector")
                .jar(installed("p.jar"));

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_WARN)) {
            assertThat(plugins.findConnector("Silent").version()).isEqualTo("undefined");
        }
    }

    /** Kafka Connect finds them by their declarations only: nobody had to declare one that is not meant to be used. */
    @Test
    void providersExtensionsAndPoliciesNeedNoDeclaration() {
        PluginJar.of("p.PlainProvider", """
                        public class PlainProvider implements org.apache.kafka.common.config.provider.ConfigProvider {
                            public org.apache.kafka.common.config.ConfigData get(String path) { return null; }
                            public org.apache.kafka.common.config.ConfigData get(String path, java.util.Set<String> keys) {
                                return null;
                            }
                            public void configure(java.util.Map<String, ?> config) {}
                            public void close() {}
                        }
                        """).jar(installed("p.jar"));

        try (Plugins plugins = scan(DiscoveryMode.HYBRID_FAIL)) {
            assertThat(plugins.find(PluginType.CONFIG_PROVIDER, "p.PlainProvider")
                            .isolated())
                    .isTrue();
        }
    }
}
