package io.troupe.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database.
 *
 * @param driver properties for the driver, from settings that begin {@code connection.} and are no others
 * @param attempts to connect, one at least
 * @param backoffMillis between two of them
 */
public record ConnectionSettings(
        String url,
        @Nullable String user,
        @Nullable Password password,
        Map<String, String> driver,
        int attempts,
        long backoffMillis,
        boolean quoting) {

    public static final String URL = "connection.url";
    public static final String USER = "connection.user";
    public static final String PASSWORD = "connection.password";
    public static final String ATTEMPTS = "connection.attempts";
    public static final String BACKOFF = "connection.backoff.ms";
    public static final String DIALECT = "dialect.name";
    public static final String QUOTING = "quote.sql.identifiers";
    private static final String PREFIX = "connection.";
    private static final Set<String> OWN = Set.of(URL, USER, PASSWORD, ATTEMPTS, BACKOFF);

    public ConnectionSettings {
        driver = Map.copyOf(driver);
    }

    public static ConfigDef define(ConfigDef to) {
        return to.define(
                        URL,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "JDBC URL of the database.")
                .define(USER, ConfigDef.Type.STRING, null, Importance.HIGH, "User of the database.")
                .define(PASSWORD, ConfigDef.Type.PASSWORD, null, Importance.HIGH, "The user's password.")
                .define(
                        ATTEMPTS,
                        ConfigDef.Type.INT,
                        3,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "How often to try to connect before the task fails.")
                .define(
                        BACKOFF,
                        ConfigDef.Type.LONG,
                        10_000L,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "Milliseconds between two tries to connect.")
                .define(
                        DIALECT,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Accepted and without effect: the dialect is that of the URL.")
                .define(
                        QUOTING,
                        ConfigDef.Type.STRING,
                        "always",
                        ConfigDef.CaseInsensitiveValidString.in("always", "never"),
                        Importance.MEDIUM,
                        "Whether names of tables and columns are quoted in SQL.");
    }

    public static ConnectionSettings of(AbstractConfig config) {
        Map<String, String> driver = new HashMap<>();
        config.originalsStrings().forEach((key, value) -> {
            if (key.startsWith(PREFIX) && !OWN.contains(key)) {
                driver.put(key.substring(PREFIX.length()), value);
            }
        });
        return new ConnectionSettings(
                config.getString(URL),
                config.getString(USER),
                config.getPassword(PASSWORD),
                driver,
                config.getInt(ATTEMPTS),
                config.getLong(BACKOFF),
                config.getString(QUOTING).equalsIgnoreCase("always"));
    }

    /** @throws ConnectException when the driver is told what a configuration may not tell it; the message names it */
    Properties properties() {
        Set<String> refused = DriverRules.refused(url, driver);
        if (!refused.isEmpty()) {
            throw new ConnectException(
                    "Properties of the driver that could touch the worker's files or load classes are"
                            + " not let through: " + String.join(", ", refused)
                            + ". The operator of the worker can allow them"
                            + " by the system property " + DriverRules.ALLOWED);
        }
        Properties all = new Properties();
        all.putAll(driver);
        if (user != null) {
            all.setProperty("user", user);
        }
        if (password != null) {
            all.setProperty("password", password.value());
        }
        return all;
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + shownUrl() + ", " + user + "]";
    }

    /** Without what follows the name of the database, which may hold a password. */
    String shownUrl() {
        return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
    }
}
