package io.troupe.http;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.troupe.worker.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.ssl.SslFactory;

/** How https listeners prove who they are, and whom they let in: Kafka's own {@code ssl.*} settings. */
final class Tls {

    private static final ConfigDef DEFINITION = new ConfigDef()
            .withClientSslSupport()
            .define(
                    "ssl.client.auth",
                    ConfigDef.Type.STRING,
                    "none",
                    CaseInsensitiveValidString.in("none", "requested", "required"),
                    LOW,
                    "Whether clients have to show a certificate.");

    private final SslFactory engines;

    private Tls(SslFactory engines) {
        this.engines = engines;
    }

    /**
     * @param prefix of settings that replace all {@code ssl.*} of the file, when there are any
     * @throws ConfigException when a setting is missing or invalid; the message names it, and never holds a password
     */
    static Tls of(Map<String, String> properties, String prefix) {
        Map<String, String> own = Settings.under(properties, prefix);
        Map<String, Object> settings =
                new HashMap<>(new AbstractConfig(DEFINITION, own.isEmpty() ? properties : own, false).values());
        // It is meant for the worker's own clients.
        settings.remove("ssl.engine.factory.class");
        String where = own.isEmpty() ? "" : prefix;
        if (settings.get("ssl.keystore.location") == null && settings.get("ssl.keystore.key") == null) {
            throw new ConfigException(where + "ssl.keystore.location", null, "https listeners need a keystore");
        }
        SslFactory engines = new SslFactory(ConnectionMode.SERVER);
        try {
            engines.configure(settings);
        } catch (KafkaException | IllegalArgumentException e) {
            throw new ConfigException("The https listeners cannot be secured by " + where + "ssl.*: " + reasons(e));
        }
        return new Tls(engines);
    }

    private static String reasons(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** One a connection. */
    SSLEngine engine() {
        return engines.createSslEngine("", -1);
    }
}
