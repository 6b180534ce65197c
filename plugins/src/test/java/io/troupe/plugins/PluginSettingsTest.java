package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class PluginSettingsTest {

    @Test
    void thePathIsSplitAtCommasAndTrimmed() {
        PluginSettings settings = PluginSettings.of(
                Map.of("plugin.path", " /opt/a ,/opt/b/x.jar,, /opt/c"), List.of(Path.of("/shipped")));

        assertThat(settings.path()).containsExactly(Path.of("/opt/a"), Path.of("/opt/b/x.jar"), Path.of("/opt/c"));
        assertThat(settings.entries()).endsWith(Path.of("/shipped"));
    }

    @Test
    void withoutSettingsOnlyTheShippedPluginsAreLookedAt() {
        assertThat(PluginSettings.of(Map.of(), List.of()))
                .isEqualTo(new PluginSettings(List.of(), List.of(), DiscoveryMode.HYBRID_WARN));
    }

    @Test
    void theModeMayBeWrittenInSmallLetters() {
        assertThat(PluginSettings.of(Map.of("plugin.discovery", "service_load"), List.of())
                        .discovery())
                .isEqualTo(DiscoveryMode.SERVICE_LOAD);
    }

    @Test
    void anUnknownModeIsRefusedWithKeyAndValidValues() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> PluginSettings.of(Map.of("plugin.discovery", "magic"), List.of()))
                .withMessage("Invalid value magic for configuration plugin.discovery: String must be one of"
                        + " (case insensitive): HYBRID_FAIL, HYBRID_WARN, ONLY_SCAN, SERVICE_LOAD");
    }

    @Test
    void aTextThatIsNoPathIsRefusedWithTheKey() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> PluginSettings.of(Map.of("plugin.path", "/opt/\0/a"), List.of()))
                .withMessageContaining("plugin.path");
    }
}
