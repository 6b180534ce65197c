package io.troupe.worker.connector.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.StockPlugins;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.provider.ConfigProviders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Versions of plugins in a configuration; texts as in contract/rest/create-bad.json and validate-bad.json. */
class ConnectorValidationTest {

    private static final Plugins PLUGINS = StockPlugins.scan();

    private static List<String> errors(String... pairs) {
        Map<String, String> config =
                new HashMap<>(Map.of("name", "v", "connector.class", "FileStreamSink", "topics", "t"));
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return new ConnectorValidation(
                        PLUGINS,
                        ConfigProviders.NONE,
                        new SecretSettings(PLUGINS),
                        ClientOverrides.of(PLUGINS, Map.of()),
                        Map.of())
                .validate(config)
                .errors();
    }

    private static String unavailable(String className, String available) {
        return "Plugin " + className + " not found that matches the version range [0.0.7,0.0.7], available versions: "
                + available;
    }

    @Test
    void versionsThatAreInstalledAreTaken() {
        assertThat(errors(
                        "connector.plugin.version", "4.4.0",
                        "key.converter", "JsonConverter",
                        "key.converter.plugin.version", "[4,5)",
                        "header.converter", "Simple",
                        "header.converter.plugin.version", "4.4.0",
                        "transforms", "r",
                        "transforms.r.type", "RegexRouter",
                        "transforms.r.plugin.version", "[4.3,)",
                        "transforms.r.regex", "a",
                        "transforms.r.replacement", "b",
                        "predicates", "p",
                        "predicates.p.type", "RecordIsTombstone",
                        "predicates.p.plugin.version", "4.4.0"))
                .isEmpty();
        assertThat(errors("connector.plugin.version", "latest")).isEmpty();
    }

    @Test
    void aConnectorVersionThatIsNotInstalledIsAnErrorOfTwoSettings() {
        String message = unavailable("org.apache.kafka.connect.file.FileStreamSinkConnector", "[4.4.0]");

        assertThat(errors("connector.plugin.version", "0.0.7")).containsExactly(message, message);
    }

    @Test
    void aPluginVersionThatIsNotInstalledIsAnErrorOfTwoSettings() {
        String json = unavailable("org.apache.kafka.connect.json.JsonConverter", "[4.4.0, 4.4.0]");
        assertThat(errors("value.converter", "Json", "value.converter.plugin.version", "0.0.7"))
                .containsExactly(json, json);

        String router = unavailable("org.apache.kafka.connect.transforms.RegexRouter", "[4.4.0]");
        assertThat(errors(
                        "transforms", "r", "transforms.r.type", "RegexRouter", "transforms.r.plugin.version", "0.0.7"))
                .containsExactly(router, router);

        String tombstone = unavailable("org.apache.kafka.connect.transforms.predicates.RecordIsTombstone", "[4.4.0]");
        assertThat(errors(
                        "predicates",
                        "p",
                        "predicates.p.type",
                        "RecordIsTombstone",
                        "predicates.p.plugin.version",
                        "0.0.7"))
                .containsExactly(tombstone, tombstone);
    }

    @Test
    void aVersionWithoutAConverterOfItsOwnDoesNotCount() {
        assertThat(errors("value.converter.plugin.version", "1.0")).isEmpty();
    }

    @Test
    void aPredicateThatIsNotInstalledIsAnError() {
        assertThat(errors("predicates", "p", "predicates.p.type", "no.such.Predicate"))
                .containsExactly("Invalid value no.such.Predicate for configuration predicates.p.type:"
                        + " Class no.such.Predicate could not be found.");
    }

    @Test
    void whatIsNoVersionIsRefused() {
        assertThatExceptionOfType(MalformedVersion.class)
                .isThrownBy(() -> errors("connector.plugin.version", "[1,"))
                .withMessage("Unbounded range: [1,");
        assertThat(errors("key.converter", "Json", "key.converter.plugin.version", "[1,"))
                .containsExactly("Unbounded range: [1,");
    }
}
