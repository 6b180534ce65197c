package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own connectors, converters and transforms, each jar in a folder of its own. */
class StockPluginsTest {

    /** The contract's plugins.json but MirrorMaker, in its order. */
    private static final String LISTED = """
            org.apache.kafka.connect.file.FileStreamSinkConnector sink
            org.apache.kafka.connect.file.FileStreamSourceConnector source
            org.apache.kafka.connect.transforms.Cast$Key transformation
            org.apache.kafka.connect.transforms.Cast$Value transformation
            org.apache.kafka.connect.transforms.DropHeaders transformation
            org.apache.kafka.connect.transforms.ExtractField$Key transformation
            org.apache.kafka.connect.transforms.ExtractField$Value transformation
            org.apache.kafka.connect.transforms.Filter transformation
            org.apache.kafka.connect.transforms.Flatten$Key transformation
            org.apache.kafka.connect.transforms.Flatten$Value transformation
            org.apache.kafka.connect.transforms.HeaderFrom$Key transformation
            org.apache.kafka.connect.transforms.HeaderFrom$Value transformation
            org.apache.kafka.connect.transforms.HoistField$Key transformation
            org.apache.kafka.connect.transforms.HoistField$Value transformation
            org.apache.kafka.connect.transforms.InsertField$Key transformation
            org.apache.kafka.connect.transforms.InsertField$Value transformation
            org.apache.kafka.connect.transforms.InsertHeader transformation
            org.apache.kafka.connect.transforms.MaskField$Key transformation
            org.apache.kafka.connect.transforms.MaskField$Value transformation
            org.apache.kafka.connect.transforms.RegexRouter transformation
            org.apache.kafka.connect.transforms.ReplaceField$Key transformation
            org.apache.kafka.connect.transforms.ReplaceField$Value transformation
            org.apache.kafka.connect.transforms.SetSchemaMetadata$Key transformation
            org.apache.kafka.connect.transforms.SetSchemaMetadata$Value transformation
            org.apache.kafka.connect.transforms.TimestampConverter$Key transformation
            org.apache.kafka.connect.transforms.TimestampConverter$Value transformation
            org.apache.kafka.connect.transforms.TimestampRouter transformation
            org.apache.kafka.connect.transforms.ValueToKey transformation
            org.apache.kafka.connect.transforms.predicates.HasHeaderKey predicate
            org.apache.kafka.connect.transforms.predicates.RecordIsTombstone predicate
            org.apache.kafka.connect.transforms.predicates.TopicNameMatches predicate
            org.apache.kafka.connect.converters.BooleanConverter converter
            org.apache.kafka.connect.converters.ByteArrayConverter converter
            org.apache.kafka.connect.converters.DoubleConverter converter
            org.apache.kafka.connect.converters.FloatConverter converter
            org.apache.kafka.connect.converters.IntegerConverter converter
            org.apache.kafka.connect.converters.LongConverter converter
            org.apache.kafka.connect.converters.ShortConverter converter
            org.apache.kafka.connect.json.JsonConverter converter
            org.apache.kafka.connect.storage.StringConverter converter
            org.apache.kafka.connect.converters.BooleanConverter header_converter
            org.apache.kafka.connect.converters.ByteArrayConverter header_converter
            org.apache.kafka.connect.converters.DoubleConverter header_converter
            org.apache.kafka.connect.converters.FloatConverter header_converter
            org.apache.kafka.connect.converters.IntegerConverter header_converter
            org.apache.kafka.connect.converters.LongConverter header_converter
            org.apache.kafka.connect.converters.ShortConverter header_converter
            org.apache.kafka.connect.json.JsonConverter header_converter
            org.apache.kafka.connect.storage.SimpleHeaderConverter header_converter
            org.apache.kafka.connect.storage.StringConverter header_converter
            """;

    private final Plugins plugins;

    private final Path temp;

    StockPluginsTest(@TempDir Path temp) throws IOException, URISyntaxException {
        this.temp = temp;
        Path file = Path.of("target", "plugins-for-tests", "connect-file");
        try (Stream<Path> jars = Files.list(file)) {
            for (Path jar : jars.toList()) {
                Files.copy(
                        jar,
                        Files.createDirectories(temp.resolve("connect-file")).resolve(jar.getFileName()));
            }
        }
        copyJarOf(JsonConverter.class, temp.resolve("connect-json"));
        copyJarOf(Filter.class, temp.resolve("connect-transforms"));
        plugins = Plugins.scan(new PluginSettings(List.of(), List.of(temp), DiscoveryMode.HYBRID_WARN));
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    private static void copyJarOf(Class<?> type, Path folder) throws IOException, URISyntaxException {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.createDirectories(folder);
        Files.copy(jar, folder.resolve(jar.getFileName()));
    }

    @Test
    void theListIsThatOfTheContract() {
        // The jars lie on the class path of this test too, from where only what is in no jar of its own is expected.
        List<PluginDescriptor> seen = plugins.list().stream()
                .filter(plugin -> plugin.isolated()
                        || plugin.className().startsWith("org.apache.kafka.connect.storage.")
                        || plugin.className().startsWith("org.apache.kafka.connect.converters."))
                .toList();

        assertThat(seen).allSatisfy(plugin -> assertThat(plugin.version()).isEqualTo("4.4.0"));
        assertThat(seen)
                .extracting(plugin -> plugin.className() + " " + plugin.type().wireName())
                .containsExactlyElementsOf(LISTED.lines().toList());
        assertThat(plugins.broken()).isEmpty();
    }

    @Test
    void classFilesTellTheSameAsDeclarations() {
        Plugins scanned = Plugins.scan(new PluginSettings(List.of(temp), List.of(), DiscoveryMode.ONLY_SCAN));
        Plugins declared = Plugins.scan(new PluginSettings(List.of(temp), List.of(), DiscoveryMode.SERVICE_LOAD));
        try (scanned;
                declared) {
            for (PluginType type : PluginType.values()) {
                assertThat(scanned.list(type)).as(type.wireName()).isEqualTo(declared.list(type));
            }
        }
    }

    @Test
    void aliasesResolve() {
        assertThat(List.of(
                        plugins.findConnector("FileStreamSource"),
                        plugins.findConnector("FileStreamSinkConnector"),
                        plugins.find(PluginType.CONVERTER, "Json"),
                        plugins.find(PluginType.CONVERTER, "StringConverter"),
                        plugins.find(PluginType.HEADER_CONVERTER, "Json"),
                        plugins.find(PluginType.HEADER_CONVERTER, "Simple"),
                        plugins.find(PluginType.TRANSFORMATION, "RegexRouter"),
                        plugins.find(PluginType.TRANSFORMATION, "Cast$Value"),
                        plugins.find(PluginType.PREDICATE, "TopicNameMatches"),
                        plugins.find(PluginType.CONFIG_PROVIDER, "File"),
                        plugins.find(PluginType.CONVERTER, "ByteArray"),
                        plugins.find(PluginType.HEADER_CONVERTER, "Long"),
                        plugins.find(PluginType.OVERRIDE_POLICY, "All"),
                        plugins.find(PluginType.OVERRIDE_POLICY, "Allowlist")))
                .extracting(PluginDescriptor::className)
                .containsExactly(
                        "org.apache.kafka.connect.file.FileStreamSourceConnector",
                        "org.apache.kafka.connect.file.FileStreamSinkConnector",
                        "org.apache.kafka.connect.json.JsonConverter",
                        "org.apache.kafka.connect.storage.StringConverter",
                        "org.apache.kafka.connect.json.JsonConverter",
                        "org.apache.kafka.connect.storage.SimpleHeaderConverter",
                        "org.apache.kafka.connect.transforms.RegexRouter",
                        "org.apache.kafka.connect.transforms.Cast$Value",
                        "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                        "org.apache.kafka.common.config.provider.FileConfigProvider",
                        "org.apache.kafka.connect.converters.ByteArrayConverter",
                        "org.apache.kafka.connect.converters.LongConverter",
                        "org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy",
                        "org.apache.kafka.connect.connector.policy.AllowlistConnectorClientConfigOverridePolicy");
        assertThatExceptionOfType(UnknownPlugin.class)
                .isThrownBy(() -> plugins.find(PluginType.TRANSFORMATION, "Value"))
                .withMessageStartingWith("More than one transformation matches alias Value.");
    }

    @Test
    void anIsolatedConverterIsNotThatOfTheClassPath() {
        PluginDescriptor json = plugins.find(PluginType.CONVERTER, "JsonConverter");
        Converter converter = plugins.newInstance(json, Converter.class);

        assertThat(json.isolated()).isTrue();
        assertThat(converter).isNotInstanceOf(JsonConverter.class);
        assertThat(converter.getClass().getClassLoader()).isSameAs(plugins.loaderOf(json));
        assertThat(plugins.versions(PluginType.CONVERTER, "JsonConverter"))
                .extracting(PluginDescriptor::isolated)
                .containsExactly(true, false);
    }

    @Test
    void theWorkersOwnPluginsAreFoundOnTheClassPath() {
        PluginDescriptor string = plugins.find(PluginType.CONVERTER, "String");

        assertThat(string.location()).isEqualTo("classpath");
        assertThat(plugins.newInstance(string, Converter.class))
                .isInstanceOf(org.apache.kafka.connect.storage.StringConverter.class);
    }
}
