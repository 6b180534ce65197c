package io.troupe.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real Kafka broker in this process, for a first look and for tests; needs the jars of lib/broker. */
public final class DevBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DevBroker.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int PORT_ATTEMPTS = 5;

    private final DevBrokerSettings settings;
    private final KafkaRaftServer server;

    private DevBroker(DevBrokerSettings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Starts a broker and returns when clients can connect; data that an earlier one left in the folder is kept.
     *
     * @throws IllegalStateException with a message for people, when it cannot start
     */
    public static DevBroker start(DevBrokerSettings wanted) {
        if (wanted.port() != 0 && isTaken(wanted.host(), wanted.port())) {
            throw new IllegalStateException("Port " + wanted.port() + " of " + wanted.host() + " is already in use");
        }
        format(wanted);
        for (int attempt = 1; ; attempt++) {
            DevBrokerSettings settings = wanted.port() == 0 ? wanted.withPort(freePort(wanted.host())) : wanted;
            try {
                return new DevBroker(settings, startServer(settings));
            } catch (StartFailed failed) {
                // A port found free may be gone when the broker binds it.
                if (attempt == PORT_ATTEMPTS || !failed.isPortConflict()) {
                    throw new IllegalStateException("The broker did not start: " + failed.reason(), failed);
                }
            }
        }
    }

    public String bootstrapServers() {
        return settings.host() + ":" + settings.port();
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void format(DevBrokerSettings settings) {
        if (Files.exists(settings.dataDirectory().resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(settings.dataDirectory());
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(DevBrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(DevBrokerSettings.CONTROLLER)
                    .addDirectory(settings.dataDirectory().toAbsolutePath().toString())
                    .setMetadataLogDirectory(
                            settings.dataDirectory().toAbsolutePath().toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The broker's data folder " + settings.dataDirectory() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KafkaRaftServer startServer(DevBrokerSettings settings) {
        endsOfProcess(DevBroker::failStart);
        KafkaRaftServer server = null;
        try {
            KafkaConfig config = KafkaConfig.fromProps(settings.toProperties(freePort(settings.host())), false);
            server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException | Error e) {
            if (server != null) {
                stop(server);
            }
            throw new StartFailed(e.getMessage(), e);
        } finally {
            endsOfProcess(DevBroker::failLater);
        }
    }

    /** A broker that gives up ends its process; in a process it shares, this has to become an exception. */
    private static void endsOfProcess(Exit.Procedure instead) {
        Exit.setExitProcedure(instead);
        Exit.setHaltProcedure(instead);
    }

    private static void failStart(int status, @Nullable String message) {
        throw new StartFailed(message, null);
    }

    private static void failLater(int status, @Nullable String message) {
        log.error("The broker has given up (status {}): {}", status, message);
        throw new IllegalStateException("The broker has given up");
    }

    private static void stop(KafkaRaftServer server) {
        Thread stopping = new Thread(server::shutdown, "dev-broker-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_LIMIT.toMillis());
            if (stopping.isAlive()) {
                log.warn("The broker did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isTaken(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Which another program may take before anybody listens there. */
    static int freePort(String host) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No free port on " + host, e);
        }
    }

    /** The broker's own end of the process, or what it threw, on the way to {@link #start}. */
    private static final class StartFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartFailed(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        boolean isPortConflict() {
            return Stream.iterate((Throwable) this, it -> it != null, Throwable::getCause)
                    .anyMatch(BindException.class::isInstance);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
