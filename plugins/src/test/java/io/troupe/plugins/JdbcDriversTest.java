package io.troupe.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that come with a plugin: each plugin has its own, for as long as it is there. */
class JdbcDriversTest {

    private final Path folder;

    JdbcDriversTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A connector whose text is what its driver says, and a driver that refuses to connect and names its loader. */
    private static PluginJar connector(String name) {
        String asked = """
                new Object() {
                    public String toString() {
                        try {
                            java.sql.DriverManager.getConnection("jdbc:story:%s");
                            return "connected";
                        } catch (java.sql.SQLException e) {
                            return e.getMessage();
                        }
                    }
                }""".formatted(name);
        return PluginJar.connector("p." + name, "\"1\"", asked)
                .and("p.StoryDriver", """
                        public class StoryDriver implements java.sql.Driver {
                            static {
                                try {
                                    java.sql.DriverManager.registerDriver(new StoryDriver());
                                } catch (java.sql.SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                            public boolean acceptsURL(String url) { return url.startsWith("jdbc:story:"); }
                            public java.sql.Connection connect(String url, java.util.Properties with)
                                    throws java.sql.SQLException {
                                if (!acceptsURL(url)) { return null; }
                                throw new java.sql.SQLException("refused by " + getClass().getClassLoader());
                            }
                            public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties with) {
                                return new java.sql.DriverPropertyInfo[0];
                            }
                            public int getMajorVersion() { return 1; }
                            public int getMinorVersion() { return 0; }
                            public boolean jdbcCompliant() { return false; }
                            public java.util.logging.Logger getParentLogger() { return null; }
                        }
                        """)
                .declaring(SourceConnector.class, "p." + name)
                .declaring(java.sql.Driver.class, "p.StoryDriver\np.NoSuchDriver\n");
    }

    private Plugins scan(DiscoveryMode mode) {
        return Plugins.scan(new PluginSettings(List.of(folder), List.of(), mode));
    }

    private static String answer(Plugins plugins, String name) {
        return plugins.newInstance(plugins.findConnector("p." + name), SourceConnector.class)
                .toString();
    }

    @Test
    void eachPluginGetsItsOwnDriver() {
        Path one = connector("One").jar(folder.resolve("one.jar"));
        Path two = connector("Two").jar(folder.resolve("two.jar"));
        for (DiscoveryMode mode : DiscoveryMode.values()) {
            try (Plugins plugins = scan(mode)) {
                assertThat(answer(plugins, "One")).isEqualTo("refused by PluginClassLoader[" + one + "]");
                assertThat(answer(plugins, "Two")).isEqualTo("refused by PluginClassLoader[" + two + "]");
                assertThat(plugins.broken()).isEmpty();
            }
        }
    }

    @Test
    void aDriverIsGivenUpWithItsPlugin() {
        connector("One").jar(folder.resolve("one.jar"));
        Plugins plugins = scan(DiscoveryMode.HYBRID_WARN);
        SourceConnector connector = plugins.newInstance(plugins.findConnector("p.One"), SourceConnector.class);
        assertThat(connector.toString()).contains("refused");
        plugins.close();
        plugins.close();
        assertThat(connector.toString()).contains("No suitable driver");
    }
}
