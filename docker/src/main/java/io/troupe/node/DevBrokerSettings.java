package io.troupe.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * Where a development broker keeps its data and listens.
 *
 * @param dataDirectory made and formatted when it is not yet there
 * @param host          the address it binds and tells its clients
 * @param port          0 for a free one
 */
public record DevBrokerSettings(Path dataDirectory, String host, int port) {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    /** Wide enough for a long line of a file in its JSON envelope; a stock broker stops at 1 MiB. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    public static DevBrokerSettings in(Path dataDirectory) {
        return new DevBrokerSettings(dataDirectory, "127.0.0.1", 0);
    }

    public DevBrokerSettings withPort(int chosen) {
        return new DevBrokerSettings(dataDirectory, host, chosen);
    }

    Properties toProperties(int controllerPort) {
        Properties it = new Properties();
        try (InputStream constants = DevBrokerSettings.class.getResourceAsStream("dev-broker.properties")) {
            it.load(Objects.requireNonNull(constants));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String clients = "PLAINTEXT://" + host + ":" + port;
        String controller = host + ":" + controllerPort;
        it.setProperty("node.id", String.valueOf(NODE_ID));
        it.setProperty("listeners", clients + "," + CONTROLLER + "://" + controller);
        it.setProperty("advertised.listeners", clients);
        it.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        it.setProperty("log.dirs", dataDirectory.toAbsolutePath().toString());
        it.setProperty("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        return it;
    }
}
