package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.plugins.DiscoveryMode;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries that a plugin does not bring, because every stock install has them. */
class ProvidedLibrariesTest {

    private final Path folder;

    ProvidedLibrariesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The text that a connector makes of libraries when its version is asked for, which it is when it is found. */
    private String version(String expression) throws Exception {
        Path source = folder.resolve("Leaning.java");
        Files.writeString(source, """
                package plugin;
                public class Leaning extends org.apache.kafka.connect.source.SourceConnector {
                    public String version() { return String.valueOf(%s); }
                    public void start(java.util.Map<String, String> config) {}
                    public Class<? extends org.apache.kafka.connect.connector.Task> taskClass() { return null; }
                    public java.util.List<java.util.Map<String, String>> taskConfigs(int max) { return null; }
                    public void stop() {}
                    public org.apache.kafka.common.config.ConfigDef config() { return null; }
                }
                """.formatted(expression));
        Path classes = Files.createDirectories(folder.resolve("plugins/classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString());
        assertThat(result).isZero();
        PluginSettings settings =
                new PluginSettings(List.of(folder.resolve("plugins")), List.of(), DiscoveryMode.ONLY_SCAN);
        try (Plugins plugins = Plugins.scan(settings)) {
            return plugins.newInstance(plugins.findConnector("plugin.Leaning"), SourceConnector.class)
                    .version();
        }
    }

    @Test
    void aConnectorParsesArguments() throws Exception {
        assertThat(version("net.sourceforge.argparse4j.ArgumentParsers.newArgumentParser(\"spool\").formatUsage()"))
                .contains("usage: spool");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new com.fasterxml.jackson.dataformat.yaml.YAMLFactory().getFormatName().replace(\"YAML\", \"1\")",
                "new com.fasterxml.jackson.dataformat.csv.CsvFactory().getFormatName().replace(\"CSV\", \"1\")",
                "javax.xml.bind.DatatypeConverter.printInt(1)",
                "new org.jose4j.jwt.JwtClaims().getClaimsMap().size() + 1",
                "org.apache.logging.log4j.LogManager.getLogger(\"l\") == null ? 0 : 1",
                "org.apache.log4j.Logger.getLogger(\"l\") == null ? 0 : 1"
            })
    void andUsesTheOthers(String expression) throws Exception {
        assertThat(version(expression)).isEqualTo("1");
    }
}
