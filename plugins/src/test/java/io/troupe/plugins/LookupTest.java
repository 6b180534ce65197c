package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which plugin a name means, and in which loader it comes to life. */
class LookupTest {

    private final Path temp;

    LookupTest(@TempDir Path temp) {
        this.temp = temp;
    }

    private Path installed(String name) {
        return temp.resolve("plugins").resolve(name);
    }

    private Plugins scan() {
        return Plugins.scan(new PluginSettings(List.of(temp.resolve("plugins")), List.of(), DiscoveryMode.HYBRID_WARN));
    }

    private static String created(Plugins plugins, String connector) {
        return plugins.newInstance(plugins.findConnector(connector), SourceConnector.class)
                .toString();
    }

    @Test
    void twoPluginsEachSeeTheirOwnCopyOfALibrary() {
        PluginJar.connector("a.AConnector", "\"1\"", "lib.Greeting.text()")
                .and("lib.Greeting", "public class Greeting { public static String text() { return \"one\"; } }")
                .jar(installed("a.jar"));
        PluginJar.connector("b.BConnector", "\"1\"", "lib.Greeting.text()")
                .and("lib.Greeting", "public class Greeting { public static String text() { return \"two\"; } }")
                .jar(installed("b.jar"));

        try (Plugins plugins = scan()) {
            assertThat(created(plugins, "a.AConnector")).isEqualTo("one");
            assertThat(created(plugins, "b.BConnector")).isEqualTo("two");
        }
    }

    @Test
    void aPluginIsCreatedWithItsLoaderAsContextLoader() {
        PluginJar.predicate("p.Curious", """
                private final ClassLoader seen = Thread.currentThread().getContextClassLoader();
                public String toString() { return String.valueOf(seen == getClass().getClassLoader()); }
                """).jar(installed("p.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (Plugins plugins = scan()) {
            PluginDescriptor curious = plugins.find(PluginType.PREDICATE, "Curious");
            assertThat(plugins.newInstance(curious, Predicate.class)).hasToString("true");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @Test
    void aClassOfTheWorkersClassPathIsFoundByItsNameThoughNothingDeclaresIt() throws IOException {
        Path jar = temp.resolve("classpath").resolve("unlisted.jar");
        PluginJar.predicate("p.Unlisted", "").jar(jar);
        PluginSettings settings =
                new PluginSettings(List.of(temp.resolve("none")), List.of(), DiscoveryMode.SERVICE_LOAD);
        URL[] classPath = {jar.toUri().toURL()};

        try (URLClassLoader worker = new URLClassLoader(classPath, getClass().getClassLoader());
                Plugins plugins = Plugins.scan(settings, worker)) {
            PluginDescriptor found = plugins.find(PluginType.PREDICATE, "p.Unlisted");
            assertThat(found.location()).isEqualTo(PluginDescriptor.CLASSPATH);
            assertThat(plugins.newInstance(found, Predicate.class).getClass().getClassLoader())
                    .isSameAs(worker);

            assertThat(plugins.list(PluginType.PREDICATE)).doesNotContain(found);
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.find(PluginType.PREDICATE, "Unlisted"));
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.find(PluginType.CONVERTER, "p.Unlisted"));
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.find(PluginType.PREDICATE, Predicate.class.getName()));
        }
    }

    @Test
    void theHighestVersionWins() {
        PluginJar.connector("p.TwiceConnector", "\"1.9.0\"", "\"old\"").jar(installed("a-old.jar"));
        PluginJar.connector("p.TwiceConnector", "\"1.10.0\"", "\"new\"").jar(installed("b-new.jar"));
        PluginJar.connector("p.TwiceConnector", "\"1.10.0-rc1\"", "\"candidate\"")
                .jar(installed("c-rc.jar"));
        PluginJar.connector("p.TwiceConnector", "null", "\"unknown\"").jar(installed("d-unknown.jar"));

        try (Plugins plugins = scan()) {
            assertThat(created(plugins, "Twice")).isEqualTo("new");
            assertThat(plugins.versions(PluginType.SOURCE, "p.TwiceConnector"))
                    .extracting(PluginDescriptor::version)
                    .containsExactly("1.10.0", "1.10.0-rc1", "1.9.0", "undefined");
            assertThat(plugins.list(PluginType.SOURCE).stream()
                            .filter(plugin -> plugin.className().equals("p.TwiceConnector")))
                    .extracting(PluginDescriptor::version)
                    .containsExactly("undefined", "1.9.0", "1.10.0-rc1", "1.10.0");
            assertThat(plugins.versions(PluginType.SOURCE, "Thrice")).isEmpty();
        }
    }

    @Test
    void ofEqualVersionsTheFirstOfThePathWinsAndAnIsolatedOneOverTheClassPath() {
        PluginJar.connector("p.SameConnector", "\"1\"", "\"second\"").jar(installed("b.jar"));
        PluginJar.connector("p.SameConnector", "\"1\"", "\"first\"").jar(installed("a.jar"));

        try (Plugins plugins = scan()) {
            assertThat(created(plugins, "Same")).isEqualTo("first");
        }
    }

    @Test
    void anAliasThatTwoClassesShareMeansNeither() {
        PluginJar.connector("a.SharedConnector", "\"1\"", "1").jar(installed("a.jar"));
        PluginJar.connector("b.SharedConnector", "\"1\"", "1").jar(installed("b.jar"));

        try (Plugins plugins = scan()) {
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.findConnector("Shared"))
                    .withMessageStartingWith("More than one connector matches alias Shared. "
                            + "Please use full package and class name instead. Classes found: a.SharedConnector")
                    .withMessageContaining("b.SharedConnector");
            assertThat(plugins.findConnector("b.SharedConnector").className()).isEqualTo("b.SharedConnector");
        }
    }

    @Test
    void anUnknownConnectorIsRefusedInTheWordsOfTheContract() {
        try (Plugins plugins = scan()) {
            for (String name : List.of("no.such.Connector", " ", "java.lang.String", "JsonConverter")) {
                assertThatExceptionOfType(UnknownPlugin.class)
                        .isThrownBy(() -> plugins.findConnector(name))
                        .withMessageStartingWith("Failed to find any class that implements Connector and which name"
                                + " matches " + name + ", available connectors are: ")
                        .satisfies(refusal -> assertThat(refusal.pluginName()).isEqualTo(name));
            }
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.find(PluginType.CONVERTER, "No"))
                    .withMessageContaining("available converters are: ");
        }
    }

    @Test
    void aPluginBesideTheConnectorGoesBeforeAHigherVersionElsewhere() {
        PluginJar.connector("p.OneConnector", "\"1\"", "1")
                .and(
                        "q.Common",
                        PluginJar.predicateSource("q.Common", "public class", "")
                                .replace("1.0", "1.1"))
                .jar(installed("one.jar"));
        PluginJar.predicate("q.Common", "").jar(installed("two.jar"));
        PluginJar.connector("p.ThreeConnector", "\"1\"", "1").jar(installed("three.jar"));
        PluginJar.of(
                        "q.Common",
                        PluginJar.predicateSource("q.Common", "public class", "")
                                .replace("1.0", "2.0"))
                .jar(installed("four.jar"));

        try (Plugins plugins = scan()) {
            PluginDescriptor one = plugins.findConnector("One");
            PluginDescriptor three = plugins.findConnector("Three");
            assertThat(plugins.findNear(one, PluginType.PREDICATE, "Common").version())
                    .isEqualTo("1.1");
            assertThat(plugins.findNear(three, PluginType.PREDICATE, "q.Common").version())
                    .isEqualTo("2.0");
        }
    }

    @Test
    void aVersionChoosesAmongThoseInstalled() {
        PluginJar.connector("p.TwiceConnector", "\"1.9.0\"", "\"old\"").jar(installed("a-old.jar"));
        PluginJar.connector("p.TwiceConnector", "\"1.10.0\"", "\"new\"").jar(installed("b-new.jar"));

        try (Plugins plugins = scan()) {
            Map<String, String> expected = Map.of(
                    "1.9.0", "old",
                    " 1.9.0 ", "old",
                    "[1.9,1.10)", "old",
                    "(,1.9.0]", "old",
                    "[1.9,2)", "new",
                    "1.10.0", "new",
                    "latest", "new");
            expected.forEach((version, text) -> {
                PluginDescriptor found =
                        plugins.connectorOf(Map.of("connector.class", "Twice", "connector.plugin.version", version));
                assertThat(plugins.newInstance(found, SourceConnector.class))
                        .as("version %s", version)
                        .hasToString(text);
            });
        }
    }

    @Test
    void aVersionThatIsNotInstalledIsRefusedInTheWordsOfTheContract() {
        PluginJar.connector("p.TwiceConnector", "\"1.10.0\"", "1").jar(installed("a.jar"));
        PluginJar.connector("p.TwiceConnector", "\"1.9.0\"", "1").jar(installed("b.jar"));

        try (Plugins plugins = scan()) {
            Map<String, String> shown = Map.of("1.8", "[1.8,1.8]", "(,0.1)", "(,0.1)", "", "[,]");
            shown.forEach((version, range) -> assertThatExceptionOfType(UnavailableVersion.class)
                    .isThrownBy(() -> plugins.connectorOf(
                            Map.of("connector.class", "Twice", "connector.plugin.version", version)))
                    .withMessage("Plugin p.TwiceConnector not found that matches the version range " + range
                            + ", available versions: [1.9.0, 1.10.0]"));
            assertThatExceptionOfType(UnavailableVersion.class)
                    .isThrownBy(() -> plugins.find(PluginType.CONVERTER, "JsonConverter", VersionRequest.of("0.0.7")))
                    .withMessage("Plugin org.apache.kafka.connect.json.JsonConverter not found that matches the version"
                            + " range [0.0.7,0.0.7], available versions: [4.4.0, 4.4.0]");
            assertThatExceptionOfType(UnknownPlugin.class)
                    .isThrownBy(() -> plugins.find(PluginType.SOURCE, "Thrice", VersionRequest.of("1.9.0")));
        }
    }

    @Test
    void whatIsNoVersionIsRefused() {
        assertThatExceptionOfType(MalformedVersion.class)
                .isThrownBy(() -> VersionRequest.of("[1,"))
                .withMessage("Unbounded range: [1,");
    }

    @Test
    void onlyWithoutAVersionDoNeighboursGoFirst() {
        PluginJar.connector("p.OneConnector", "\"1\"", "1")
                .and("q.Common", PluginJar.predicateSource("q.Common", "public class", ""))
                .jar(installed("one.jar"));
        PluginJar.of(
                        "q.Common",
                        PluginJar.predicateSource("q.Common", "public class", "")
                                .replace("1.0", "2.0"))
                .jar(installed("two.jar"));

        try (Plugins plugins = scan()) {
            PluginDescriptor one = plugins.findConnector("One");
            assertThat(plugins.findFor(one, PluginType.PREDICATE, "Common", null)
                            .version())
                    .isEqualTo("1.0");
            assertThat(plugins.findFor(one, PluginType.PREDICATE, "Common", "[1,3)")
                            .version())
                    .isEqualTo("2.0");
            assertThat(plugins.findFor(one, PluginType.PREDICATE, "Common", "latest")
                            .version())
                    .isEqualTo("2.0");
            assertThat(plugins.findFor(one, PluginType.PREDICATE, "Common", "1.0")
                            .location())
                    .isEqualTo(one.location());
        }
    }

    @Test
    void onePluginMayNameAPluginOfAnotherLocation() throws ClassNotFoundException {
        PluginJar.predicate("p.Elsewhere", "").jar(installed("a.jar"));
        PluginJar.connector("p.HereConnector", "\"1\"", "1").jar(installed("b.jar"));

        try (Plugins plugins = scan()) {
            ClassLoader here = plugins.loaderOf(plugins.findConnector("Here"));
            ClassLoader there = plugins.loaderOf(plugins.find(PluginType.PREDICATE, "Elsewhere"));
            assertThat(Class.forName("p.Elsewhere", true, here).getClassLoader())
                    .isSameAs(there)
                    .isNotSameAs(here);
            assertThat(plugins.loader().loadClass("p.Elsewhere").getClassLoader())
                    .isSameAs(there);
        }
    }

    @Test
    void aConstructorThatThrowsLaterIsAClearFailure() {
        PluginJar.predicate("p.Moody", """
                private static int made;
                public Moody() { if (made++ > 0) throw new IllegalStateException("not again"); }
                """).jar(installed("p.jar"));

        try (Plugins plugins = scan()) {
            PluginDescriptor moody = plugins.find(PluginType.PREDICATE, "Moody");
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> plugins.newInstance(moody, Predicate.class))
                    .withMessageStartingWith("Could not create p.Moody of " + moody.location())
                    .withMessageEndingWith("java.lang.IllegalStateException: not again");
        }
    }

    @Test
    void aPluginOfAnotherTypeIsAClearFailure() {
        PluginJar.predicate("p.Plain", "").jar(installed("p.jar"));

        try (Plugins plugins = scan()) {
            PluginDescriptor plain = plugins.find(PluginType.PREDICATE, "Plain");
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> plugins.newInstance(plain, SinkConnector.class))
                    .withMessageContaining("p.Plain")
                    .withMessageContaining("SinkConnector");
        }
    }

    @Test
    void aPluginThatWasNotScannedHasNoLoader() {
        try (Plugins plugins = scan()) {
            PluginDescriptor foreign = new PluginDescriptor("x.Y", PluginType.SINK, "1", "/not/scanned");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plugins.loaderOf(foreign))
                    .withMessageContaining("/not/scanned");
        }
    }
}
