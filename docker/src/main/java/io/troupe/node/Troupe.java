package io.troupe.node;

import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Stands in until the node is assembled. */
public final class Troupe implements AutoCloseable {
    private final URI restUrl;

    private Troupe(URI restUrl) {
        this.restUrl = restUrl;
    }

    public static Troupe start(Map<String, String> workerProperties) {
        if (!workerProperties.containsKey("group.id")) {
            throw new ConfigException("Missing required configuration \"group.id\" which has no default value.");
        }
        if (!workerProperties.isEmpty()) {
            throw new IllegalStateException("no node yet");
        }
        return new Troupe(URI.create("http://127.0.0.1:8083"));
    }

    public URI restUrl() {
        return restUrl;
    }

    public void stop() {}

    @Override
    public void close() {
        stop();
    }
}
