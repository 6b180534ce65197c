package io.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;

/** How a node becomes a member of its cluster. */
final class Membership {

    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);

    private Membership() {}

    /** @throws ConfigException when the listener is not host:port; the message names the setting */
    static Config listener(Config config) {
        HostPort listener = HostPort.parse("troupe.cluster.listener", config.getString("troupe.cluster.listener"));
        return ConfigFactory.parseMap(Map.of(
                "pekko.remote.artery.canonical.hostname", listener.host(),
                "pekko.remote.artery.canonical.port", listener.port()));
    }

    /**
     * Joins by the seed nodes, or founds a cluster alone when there are none, and waits until this node is a member.
     *
     * @throws IllegalStateException when the cluster cannot be joined in time; the message names the setting
     */
    static void join(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        String seeds = system.settings().config().getString("troupe.cluster.seed.nodes");
        if (seeds.isBlank()) {
            cluster.join(cluster.selfAddress());
        } else {
            cluster.joinSeedNodes(addresses(system, seeds));
        }
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(true));
        try {
            up.get(JOIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "The cluster could not be joined within " + JOIN_TIMEOUT.toSeconds()
                            + " s: does one of troupe.cluster.seed.nodes (" + seeds + ") run, with the same group.id?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while joining the cluster", e);
        }
    }

    private static List<Address> addresses(ActorSystem<?> system, String seeds) {
        return Arrays.stream(seeds.split(",", -1))
                .map(seed -> HostPort.parse("troupe.cluster.seed.nodes", seed))
                .map(seed ->
                        AddressFromURIString.parse("pekko://" + system.name() + "@" + seed.host() + ":" + seed.port()))
                .toList();
    }

    record HostPort(String host, int port) {

        static HostPort parse(String key, String text) {
            String trimmed = text.trim();
            int colon = trimmed.lastIndexOf(':');
            try {
                int port = Integer.parseInt(trimmed.substring(colon + 1));
                if (colon > 0 && port >= 0 && port < 65_536) {
                    return new HostPort(trimmed.substring(0, colon), port);
                }
            } catch (NumberFormatException e) {
                // Said below, as every other fault of the form.
            }
            throw new ConfigException(key, text, "not of the form host:port");
        }
    }
}
