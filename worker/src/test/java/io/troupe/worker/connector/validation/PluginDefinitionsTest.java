package io.troupe.worker.connector.validation;

import static io.troupe.worker.connector.validation.Validating.PLUGINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.VersionRequest;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As in contract/rest/plugin-config.json. */
class PluginDefinitionsTest {

    private final PluginDefinitions definitions = new PluginDefinitions(PLUGINS);

    private List<String> names(String plugin) {
        return definitions.of(plugin, VersionRequest.ANY).stream()
                .map(Definition::name)
                .toList();
    }

    @Test
    void aConnectorsOwnSettingsGoFirst() {
        List<Definition> source = definitions.of("FileStreamSource", VersionRequest.ANY);

        assertThat(source).hasSize(27);
        assertThat(source)
                .extracting(Definition::name)
                .startsWith("file", "topic", "batch.size", "name", "connector.class");
        assertThat(source.get(5).defaultValue()).isEqualTo("4.4.0");
        assertThat(source.get(8))
                .extracting(Definition::name, Definition::defaultValue)
                .containsExactly("key.converter", null);
    }

    @Test
    void otherPluginsHaveTheirOwnOnly() {
        assertThat(names("Json")).startsWith("converter.type", "schemas.enable").hasSize(6);
        assertThat(names("org.apache.kafka.connect.transforms.Cast$Value"))
                .containsExactly("spec", "replace.null.with.default");
        assertThat(names("RecordIsTombstone")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchPlugin", "Cast$Value"})
    void aNameOfNoPluginIsUnknown(String name) {
        assertThatExceptionOfType(UnknownPlugin.class).isThrownBy(() -> names(name));
    }

    @Test
    void aClassThatIsNoPluginIsNoUnknownOne() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> names("java.lang.String"))
                .isNotInstanceOf(UnknownPlugin.class);
        assertThatExceptionOfType(UnlistedPlugin.class)
                .isThrownBy(() -> names("FileConfigProvider"))
                .withMessageContaining("Valid types are sink, source");
    }

    @Test
    void theVersionHasToBeInstalled() {
        assertThatExceptionOfType(UnavailableVersion.class)
                .isThrownBy(() -> definitions.of("FileStreamSink", VersionRequest.of("0.0.1")))
                .withMessageEndingWith("available versions: [4.4.0]");
    }
}
