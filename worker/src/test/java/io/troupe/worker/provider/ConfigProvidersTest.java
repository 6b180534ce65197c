package io.troupe.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.plugins.DiscoveryMode;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProvidersTest {

    private static final Plugins PLUGINS =
            Plugins.scan(new PluginSettings(List.of(), List.of(), DiscoveryMode.ONLY_SCAN));

    private static ConfigProviders providers(String className, String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("config.providers", "a"));
        properties.put("config.providers.a.class", className);
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("config.providers.a.param." + settings[i], settings[i + 1]);
        }
        return ConfigProviders.of(PLUGINS, properties);
    }

    private static ConfigProviders vault() {
        return providers(Vault.class.getName(), "user", "ann", "password", "s3cret", "ttl", "5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.kafka.common.config.provider.FileConfigProvider", "FileConfigProvider", "File"})
    void kafkasOwnProvidersAnswerToTheirNames(String name, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secrets"), "password=s3cret\n");

        assertThat(providers(name)
                        .resolve(Map.of("p", "${a:" + file + ":password}"))
                        .config())
                .containsEntry("p", "s3cret");
    }

    @Test
    void theEnvironmentIsAProvider() {
        assertThat(providers("EnvVar").resolve(Map.of("p", "${a:PATH}")).config())
                .containsEntry("p", System.getenv("PATH"));
    }

    @Test
    void aReferenceMayBeAPartOfAValue() {
        Resolved resolved = vault().resolve(Map.of("url", "db://${a:user}:${a:some/path:password}@host", "x", "1"));

        assertThat(resolved.config()).containsOnly(Map.entry("url", "db://ann:s3cret@host"), Map.entry("x", "1"));
        assertThat(resolved.validFor()).isNull();
        assertThat(resolved).asString().doesNotContain("s3cret");
    }

    @Test
    void whatReferencesNoProviderOfTheWorkerIsNoReference() {
        Map<String, String> config = Map.of("label", "${dir:/no/such:file}", "regex", "${1:x}");

        assertThat(vault().resolve(config).config()).isEqualTo(config);
        assertThat(ConfigProviders.NONE.resolve(config).config()).isEqualTo(config);
    }

    @Test
    void aMissingValueIsAFailureThatNamesTheReference() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> vault().resolve(Map.of("u", "${a:user}", "p", "${a:pasword}", "q", "${a:x:y}")))
                .withMessageMatching("The config provider a has no value for \\$\\{a:(pasword|x:y)}");
    }

    @Test
    void aProviderThatFailsIsAFailureThatNamesTheReference() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> vault().resolve(Map.of("p", "${a:broken:password}", "u", "${a:user}")))
                .withMessage("The config provider a failed for ${a:broken:password}:"
                        + " java.lang.IllegalStateException: the vault is locked");
    }

    @Test
    void theShortestTimeToLiveCounts() {
        assertThat(vault().resolve(Map.of("p", "${a:brief:user}", "q", "${a:user}"))
                        .validFor())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(providers(Vault.class.getName(), "user", "ann", "ttl", "0")
                        .resolve(Map.of("p", "${a:brief:user}"))
                        .validFor())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theWorkersPropertiesAreResolvedAndTheProvidersSettingsLeftOut() {
        Map<String, String> properties = Map.of(
                "config.providers", "a",
                "config.providers.a.class", Vault.class.getName(),
                "config.providers.a.param.password", "s3cret",
                "producer.sasl.jaas.config", "password=${a:password}");

        assertThat(ConfigProviders.of(PLUGINS, properties).resolveWorker(properties))
                .containsOnly(Map.entry("producer.sasl.jaas.config", "password=s3cret"));
    }

    @Test
    void aProviderThatIsNotInstalledIsNamed() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> providers("no.such.Provider"))
                .withMessage("Invalid value no.such.Provider for configuration config.providers.a.class:"
                        + " Class no.such.Provider could not be found.");
    }

    @Test
    void aNameWithoutAClassIsIgnored() {
        Map<String, String> properties = Map.of(
                "config.providers", "b, a,a",
                "config.providers.a.class", Vault.class.getName(),
                "config.providers.a.param.user", "ann",
                "config.providers.b.param.user", "bob");

        assertThat(ConfigProviders.of(PLUGINS, properties)
                        .resolve(Map.of("a", "${a:user}", "b", "${b:user}"))
                        .config())
                .containsOnly(Map.entry("a", "ann"), Map.entry("b", "${b:user}"));
    }

    @Test
    void providersAreClosed() {
        int before = Vault.CLOSED.get();

        vault().close();

        assertThat(Vault.CLOSED.get()).isEqualTo(before + 1);
    }

    @Test
    void derivedSettingsGetTheirReferencesBack() {
        Resolved resolved = vault().resolve(Map.of("password", "${a:password}", "topic", "t"));

        assertThat(resolved.withReferences(Map.of("password", "s3cret", "topic", "other", "number", "1")))
                .containsOnly(
                        Map.entry("password", "${a:password}"), Map.entry("topic", "other"), Map.entry("number", "1"));
    }

    @Test
    void messagesGetTheirReferencesBack() {
        Resolved resolved = vault().resolve(Map.of("port", "${a:password}", "topic", "t"));

        assertThat(resolved.concealed("Invalid value s3cret for configuration port"))
                .isEqualTo("Invalid value ${a:password} for configuration port");
        assertThat(resolved.concealed("Invalid value t")).isEqualTo("Invalid value t");
    }
}
