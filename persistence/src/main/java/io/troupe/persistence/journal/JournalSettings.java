package io.troupe.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which database keeps the journal.
 *
 * @param url JDBC URL, {@code jdbc:h2:...} or {@code jdbc:postgresql:...}
 */
public record JournalSettings(String url, String user, String password) {

    /**
     * A commit writes every page of H2's trees that it touches, and a fact is small: with H2's own 4,096 bytes a commit
     * takes two or three times as many.
     */
    private static final int PAGE_BYTES = 1024;

    private static final String SLICK = "pekko-persistence-jdbc.shared-databases.slick.";

    /** A database that Troupe can keep its journal in. */
    public enum Database {
        H2("slick.jdbc.H2Profile$", EmbeddedDriver.class.getName()),
        POSTGRESQL("slick.jdbc.PostgresProfile$", "org.postgresql.Driver");

        private final String profile;
        private final String driver;

        Database(String profile, String driver) {
            this.profile = profile;
            this.driver = driver;
        }

        /**
         * A server whose host is gone, or which is frozen, says nothing at all: after ten seconds without an answer to
         * what takes milliseconds it counts as gone. What one that is merely slow is asked again is recorded once all
         * the same.
         */
        private Map<String, String> properties() {
            return this == POSTGRESQL ? Map.of("socketTimeout", "10", "tcpKeepAlive", "true") : Map.of();
        }

        /**
         * A worker that freezes in the middle of a transaction, or whose host is gone, would hold up whoever takes its
         * place at the same facts, for as long as the server believes in it.
         */
        private Config connectionStart() {
            return this == POSTGRESQL
                    ? ConfigFactory.parseMap(
                            Map.of(SLICK + "db.connectionInitSql", "SET idle_in_transaction_session_timeout = 4000"))
                    : ConfigFactory.empty();
        }

        String schemaLocation() {
            return "classpath:io/troupe/persistence/schema/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads {@code troupe.database.*}.
     *
     * @throws IllegalArgumentException when the URL names a database that is not supported
     */
    public static JournalSettings of(Config config) {
        Config database = config.getConfig("troupe.database");
        String url = database.getString("url");
        JournalSettings settings =
                new JournalSettings(durable(url), database.getString("user"), database.getString("password"));
        settings.database();
        return settings;
    }

    /** What Pekko's persistence plugins were configured with; empty when they use no database. */
    static Optional<JournalSettings> used(Config config) {
        String database = SLICK + "db.";
        return config.hasPath(database + "url")
                ? Optional.of(new JournalSettings(
                        config.getString(database + "url"),
                        config.getString(database + "user"),
                        config.getString(database + "password")))
                : Optional.empty();
    }

    /** Whether the database is another process, which may be away while this one is not. */
    boolean remote() {
        return !url.startsWith("jdbc:h2:") || url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:");
    }

    /** Whether several processes may use it at once. An embedded file belongs to one, unless H2 serves it to others. */
    public boolean shared() {
        return remote() || url.toUpperCase(Locale.ROOT).contains(";AUTO_SERVER=TRUE");
    }

    /** Where the database server is; empty for one that is embedded. */
    public Optional<String> host() {
        Matcher host = Pattern.compile("jdbc:(?:postgresql|h2:tcp|h2:ssl)://(\\[[^]]+]|[^/:?;,]+).*")
                .matcher(url);
        return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }

    public Database database() {
        if (url.startsWith("jdbc:h2:")) {
            return Database.H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return Database.POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "troupe.database.url must begin with jdbc:h2: or jdbc:postgresql: but begins with " + scheme());
    }

    /** All that may be shown of a URL that cannot be read: a password may stand anywhere behind. */
    private String scheme() {
        Matcher scheme = Pattern.compile("(jdbc:)?[a-zA-Z0-9+.-]*:").matcher(url);
        return scheme.lookingAt() ? scheme.group() : "something else";
    }

    /** The URL as it may be shown: its parameters can hold a password. */
    public String withoutParameters() {
        int end = url.indexOf(url.startsWith("jdbc:h2:") ? ';' : '?');
        return end < 0 ? url : url.substring(0, end);
    }

    /** A connection of the caller's own, which keeps to the same rules as those of the pool. */
    public Connection connect() throws SQLException {
        return connect(new Properties());
    }

    /** @param more what the driver is to know besides the user */
    Connection connect(Properties more) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        Connection connection = database() == Database.H2
                ? new EmbeddedDriver().connect(url, properties)
                : DriverManager.getConnection(url, properties);
        if (connection == null) {
            throw new SQLException("The database " + withoutParameters() + " is none that can be connected to");
        }
        return connection;
    }

    /** Of an embedded database one connection writes at a time; more of them would only wait for each other. */
    private Config connections() {
        return remote()
                ? ConfigFactory.empty()
                : ConfigFactory.parseMap(Map.of(
                        SLICK + "db.numThreads", 1, SLICK + "db.maxConnections", 1, SLICK + "db.minConnections", 1));
    }

    /** Configuration of Pekko's persistence plugins. */
    public Config toConfig() {
        return database()
                .connectionStart()
                .withFallback(connections())
                .withFallback(ConfigFactory.parseMap(Map.of(
                        SLICK + "profile",
                        database().profile,
                        SLICK + "db.driver",
                        database().driver,
                        SLICK + "db.url",
                        url,
                        SLICK + "db.user",
                        user,
                        SLICK + "db.password",
                        password,
                        SLICK + "db.properties",
                        database().properties())))
                .withFallback(ConfigFactory.parseResources(
                        JournalSettings.class.getClassLoader(),
                        "troupe-persistence.conf",
                        ConfigParseOptions.defaults().setAllowMissing(false)));
    }

    /**
     * H2 writes behind by half a second unless told otherwise; a fact that was acknowledged must outlive the process.
     * Once it writes into space of its file that has become free, a process that is killed can lose its last commits all
     * the same: so space stays as it is until {@link EmbeddedFile} takes care of it. Closing the database is the connection pool's business, not that of a
     * hook which races with it.
     */
    private static String durable(String url) {
        if (!url.startsWith("jdbc:h2:")) {
            return url;
        }
        String upper = url.toUpperCase(Locale.ROOT);
        return url
                + (upper.contains(";WRITE_DELAY=") ? "" : ";WRITE_DELAY=0")
                + (upper.contains(";PAGE_SIZE=") ? "" : ";PAGE_SIZE=" + PAGE_BYTES)
                + (upper.contains(";RETENTION_TIME=")
                        ? ""
                        : ";RETENTION_TIME=" + Duration.ofDays(1).toMillis())
                + (upper.contains(";DB_CLOSE_ON_EXIT=") ? "" : ";DB_CLOSE_ON_EXIT=FALSE");
    }

    @Override
    public String toString() {
        return "JournalSettings[url=" + withoutParameters() + ", user=" + user + "]";
    }
}
