package io.troupe.http;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import com.typesafe.config.Config;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Where the REST API listens; keys as in contract/worker-configs.json.
 *
 * @param host to bind to; all addresses when it is {@code 0.0.0.0}
 * @param port to bind to; 0 takes any free one
 * @param advertisedHost what others are told, null for the bound address
 * @param advertisedPort what others are told, null for the bound port
 * @param maxBodyBytes limit of a request's body
 */
public record HttpSettings(
        String host,
        int port,
        @Nullable String advertisedHost,
        @Nullable Integer advertisedPort,
        long maxBodyBytes) {

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("listeners", ConfigDef.Type.LIST, "http://:8083", LOW, "Where the REST API listens.")
            .define("rest.advertised.host.name", ConfigDef.Type.STRING, null, LOW, "Host that others are told.")
            .define("rest.advertised.port", ConfigDef.Type.INT, null, LOW, "Port that others are told.");

    /**
     * @param config gives {@code troupe.http}
     * @throws ConfigException when a listener is invalid or not supported; the message names it
     */
    public static HttpSettings of(Map<String, String> properties, Config config) {
        AbstractConfig settings = new AbstractConfig(DEFINITION, properties, false);
        List<String> listeners = settings.getList("listeners");
        if (listeners.size() != 1) {
            throw new ConfigException("listeners", listeners, "exactly one http listener is supported");
        }
        URI listener = parse(listeners.get(0));
        return new HttpSettings(
                listener.getHost(),
                listener.getPort(),
                settings.getString("rest.advertised.host.name"),
                settings.getInt("rest.advertised.port"),
                config.getBytes("troupe.http.max-body"));
    }

    /** {@code http://:8083} has no host, which no URI may lack. */
    private static URI parse(String listener) {
        URI uri;
        try {
            uri = URI.create(listener.trim().replace("://:", "://0.0.0.0:"));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("listeners", listener, "not of the form http://host:port");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new ConfigException("listeners", listener, "only http:// listeners are supported");
        }
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new ConfigException("listeners", listener, "not of the form http://host:port");
        }
        return uri;
    }
}
