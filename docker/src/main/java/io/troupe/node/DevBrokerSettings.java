package io.troupe.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Where a development broker keeps its data and listens.
 *
 * @param dataDirectory made and formatted when it is not yet there
 * @param host          the address it binds and tells its clients
 * @param port          0 for a free one
 * @param more          properties of the broker that count over its own
 */
public record DevBrokerSettings(Path dataDirectory, String host, int port, Map<String, String> more) {
    static final int NODE_ID = 1;
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";
    /** Wide enough for a long line of a file in its JSON envelope; a stock broker stops at 1 MiB. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    public DevBrokerSettings {
        more = Map.copyOf(more);
    }

    public DevBrokerSettings(Path dataDirectory, String host, int port) {
        this(dataDirectory, host, port, Map.of());
    }

    public static DevBrokerSettings in(Path dataDirectory) {
        return new DevBrokerSettings(dataDirectory, "127.0.0.1", 0);
    }

    public DevBrokerSettings withPort(int chosen) {
        return new DevBrokerSettings(dataDirectory, host, chosen, more);
    }

    /** For brokers that want to know who their clients are, for instance. */
    DevBrokerSettings with(Map<String, String> properties) {
        return new DevBrokerSettings(dataDirectory, host, port, properties);
    }

    Properties toProperties(int controllerPort) {
        Properties it = new Properties();
        try (InputStream constants = DevBrokerSettings.class.getResourceAsStream("dev-broker.properties")) {
            it.load(Objects.requireNonNull(constants));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String clients = CLIENTS + "://" + host + ":" + port;
        String controller = host + ":" + controllerPort;
        it.setProperty("node.id", String.valueOf(NODE_ID));
        it.setProperty("listeners", clients + "," + CONTROLLER + "://" + controller);
        it.setProperty("advertised.listeners", clients);
        it.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        it.setProperty("log.dirs", dataDirectory.toAbsolutePath().toString());
        it.setProperty("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        it.putAll(more);
        return it;
    }

    /** Without further properties: they may hold passwords. */
    @Override
    public String toString() {
        return "DevBrokerSettings[" + dataDirectory + ", " + host + ":" + port + "]";
    }
}
