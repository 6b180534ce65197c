package io.troupe.http;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Where the REST API listens and how it shows itself; keys as in contract/worker-configs.json.
 *
 * @param adminListeners of {@code /admin} alone; null: it is on the others; empty: it is nowhere
 * @param advertisedHost what others are told, null for the listener's own
 * @param advertisedPort what others are told, null for the bound port
 * @param advertisedScheme which of the listeners others are told
 * @param tls null when no listener needs it
 * @param adminTls null when no admin listener needs it
 * @param hosts beside its own that a worker is asked for; empty: only listeners of this machine look at it
 * @param strictHealth see {@link Readiness}
 */
public record HttpSettings(
        List<Listener> listeners,
        @Nullable List<Listener> adminListeners,
        @Nullable String advertisedHost,
        @Nullable Integer advertisedPort,
        String advertisedScheme,
        @Nullable Tls tls,
        @Nullable Tls adminTls,
        CrossOrigin crossOrigin,
        ResponseHeaders headers,
        List<String> hosts,
        Limits limits,
        boolean strictHealth) {

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("listeners", ConfigDef.Type.LIST, "http://:8083", LOW, "Where the REST API listens.")
            .define("admin.listeners", ConfigDef.Type.LIST, null, LOW, "Where its admin part listens.")
            .define("rest.advertised.host.name", ConfigDef.Type.STRING, null, LOW, "Host that others are told.")
            .define("rest.advertised.port", ConfigDef.Type.INT, null, LOW, "Port that others are told.")
            .define("rest.advertised.listener", ConfigDef.Type.STRING, null, LOW, "http or https.")
            .define("access.control.allow.origin", ConfigDef.Type.LIST, "", LOW, "Whose pages may call the REST API.")
            .define("access.control.allow.methods", ConfigDef.Type.LIST, "", LOW, "Methods such pages are told.")
            .define("response.http.headers.config", ConfigDef.Type.STRING, "", LOW, "Headers of every answer.");

    /**
     * @param config gives {@code troupe.http} and {@code troupe.health}
     * @throws ConfigException when a setting is invalid; the message names it
     */
    public static HttpSettings of(Map<String, String> properties, Config config) {
        AbstractConfig settings = new AbstractConfig(DEFINITION, properties, false);
        List<Listener> listeners = Listener.parse("listeners", settings.getList("listeners"));
        if (listeners.isEmpty()) {
            throw new ConfigException("listeners", listeners, "at least one is needed, such as http://:8083");
        }
        List<String> admin = settings.getList("admin.listeners");
        List<Listener> adminListeners = admin == null ? null : Listener.parse("admin.listeners", admin);
        return new HttpSettings(
                listeners,
                adminListeners,
                host(settings.getString("rest.advertised.host.name")),
                settings.getInt("rest.advertised.port"),
                scheme(settings.getString("rest.advertised.listener"), listeners),
                tls(listeners, properties, "listeners.https."),
                tls(adminListeners, properties, "admin.listeners.https."),
                CrossOrigin.of(
                        settings.getList("access.control.allow.origin"),
                        settings.getList("access.control.allow.methods")),
                ResponseHeaders.of(settings.getString("response.http.headers.config"), Clock.systemUTC()),
                hosts(config.getString("troupe.http.hosts")),
                Limits.of(config),
                config.getBoolean("troupe.health.strict"));
    }

    private static List<String> hosts(String names) {
        return Stream.of(names.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Without the brackets of an IPv6 address. */
    private static @Nullable String host(@Nullable String advertised) {
        if (advertised == null || advertised.isBlank()) {
            return null;
        }
        String host = advertised.trim().replaceFirst("^\\[(.*)]$", "$1");
        try {
            URI.create(new Listener(Listener.HTTP, host, 0).toString());
            return host;
        } catch (IllegalArgumentException e) {
            throw new ConfigException("rest.advertised.host.name", advertised, "not the name or address of a host");
        }
    }

    /** As the reference does, plain http is told when nothing is said and there is a choice. */
    private static String scheme(@Nullable String wanted, List<Listener> listeners) {
        Stream<String> choice = wanted == null || wanted.isBlank()
                ? Stream.of(Listener.HTTP, Listener.HTTPS)
                : Stream.of(wanted.trim().toLowerCase(Locale.ROOT));
        return choice.filter(scheme ->
                        listeners.stream().anyMatch(each -> each.scheme().equals(scheme)))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "rest.advertised.listener", wanted, "none of the listeners is one of it: " + listeners));
    }

    private static @Nullable Tls tls(
            @Nullable List<Listener> listeners, Map<String, String> properties, String prefix) {
        return listeners != null && listeners.stream().anyMatch(Listener::secure) ? Tls.of(properties, prefix) : null;
    }
}
