package io.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.journal.JournalSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this node listens for others, and what they are told.
 *
 * @param bound what it listens at
 * @param told what others reach it by; port 0: the one that is bound
 */
record ClusterListener(HostPort bound, HostPort told) {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterListener.class);
    private static final String LISTENER = "troupe.cluster.listener";
    private static final String ADVERTISED = "troupe.cluster.advertised.listener";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERYWHERE = "0.0.0.0";
    private static final int PORT = 7355;
    /** Nothing is sent there: a datagram socket that is connected knows by which interface it would go. */
    private static final int ANY_PORT = 9;

    /** @throws ConfigException when a setting is not host:port; the message names it */
    static ClusterListener of(Config config, JournalSettings journal) {
        String listener = config.getString(LISTENER);
        String advertised = config.getString(ADVERTISED);
        HostPort bound = listener.isBlank() ? byDefault(config, journal) : HostPort.parse(LISTENER, listener);
        HostPort told = advertised.isBlank()
                ? new HostPort(reachable(bound.host(), journal), bound.port())
                : HostPort.parse(ADVERTISED, advertised);
        ClusterListener chosen = new ClusterListener(bound, told);
        if (listener.isBlank() && !bound.host().equals(LOOPBACK)) {
            LOG.info(
                    "{} is not set, and the database is on another host: other workers reach this one at {}, it"
                            + " listens at {}",
                    LISTENER,
                    told,
                    bound);
        }
        return chosen;
    }

    /** Where several workers may meet, two of them on one host are no reason to fail. */
    private static HostPort byDefault(Config config, JournalSettings journal) {
        boolean elsewhere = journal.host().filter(host -> !isLoopback(host)).isPresent();
        String host = elsewhere ? EVERYWHERE : LOOPBACK;
        boolean fixed = !journal.shared()
                || !config.getString(ADVERTISED).isBlank()
                || !config.getString(SeedNodes.KEY).isBlank();
        if (fixed || isFree(host)) {
            return new HostPort(host, PORT);
        }
        LOG.info("Port {} is taken, so this worker listens for others at a free one; {} would name it", PORT, LISTENER);
        return new HostPort(host, 0);
    }

    private static boolean isFree(String host) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, PORT));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    private static String reachable(String host, JournalSettings journal) {
        if (!List.of(EVERYWHERE, "::", "[::]", "*").contains(host)) {
            return host;
        }
        return journal.host().flatMap(ClusterListener::wayTo).orElse(LOOPBACK);
    }

    private static Optional<String> wayTo(String host) {
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(new InetSocketAddress(InetAddress.getByName(host), ANY_PORT));
            InetAddress own = way.getLocalAddress();
            return own.isAnyLocalAddress()
                    ? Optional.empty()
                    : Optional.of(
                            own instanceof Inet6Address ? "[" + own.getHostAddress() + "]" : own.getHostAddress());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As Pekko wants it. */
    Config toConfig() {
        Map<String, Object> artery = new HashMap<>();
        artery.put("pekko.remote.artery.canonical.hostname", told.host());
        artery.put("pekko.remote.artery.canonical.port", told.port());
        if (!told.equals(bound)) {
            artery.put("pekko.remote.artery.bind.hostname", bound.host().equals("*") ? EVERYWHERE : bound.host());
            if (told.port() != 0 || bound.port() != 0) {
                artery.put("pekko.remote.artery.bind.port", bound.port());
            }
        }
        return ConfigFactory.parseMap(artery);
    }
}
