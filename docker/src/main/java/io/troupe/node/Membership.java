package io.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.evidence.Port;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;

/**
 * How a node becomes a member of its cluster. Only the first seed node may found one, and only when nobody else can have
 * one already: each other seed node says that it has none, or refuses connections, so that its process is dead. One that
 * is merely slow is waited for; a second cluster would run every task twice.
 */
final class Membership {

    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final String SEEDS = "troupe.cluster.seed.nodes";

    private Membership() {}

    /** @throws ConfigException when the listener is not host:port; the message names the setting */
    static Config listener(Config config) {
        HostPort listener = HostPort.parse("troupe.cluster.listener", config.getString("troupe.cluster.listener"));
        Map<String, Object> own = new HashMap<>();
        own.put("pekko.remote.artery.canonical.hostname", listener.host());
        own.put("pekko.remote.artery.canonical.port", listener.port());
        if (seeds(config).limit(1).anyMatch(listener::equals)) {
            own.put("pekko.cluster.seed-node-timeout", JOIN_TIMEOUT.multipliedBy(2));
        }
        return ConfigFactory.parseMap(own);
    }

    /**
     * Joins by the seed nodes, or founds a cluster alone when there are none, and waits until this node is a member.
     *
     * @throws IllegalStateException when the cluster cannot be joined in time; the message names the setting
     */
    static void join(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        List<HostPort> seeds = seeds(system.settings().config()).toList();
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(true));
        if (seeds.isEmpty() || !seeds.get(0).of(system).equals(cluster.selfAddress())) {
            ask(cluster, seeds.stream().map(seed -> seed.of(system)).toList());
            await(up, JOIN_TIMEOUT);
        } else {
            found(cluster, system, seeds.subList(1, seeds.size()), up);
        }
        if (!up.isDone()) {
            throw new IllegalStateException("The cluster could not be joined within " + JOIN_TIMEOUT.toSeconds()
                    + " s: do troupe.cluster.seed.nodes ("
                    + system.settings().config().getString(SEEDS)
                    + ") run, with the same group.id, and can this node reach them?");
        }
    }

    private static void found(
            Cluster cluster, ActorSystem<?> system, List<HostPort> others, CompletableFuture<Boolean> up) {
        long deadline = System.nanoTime() + JOIN_TIMEOUT.toNanos();
        List<Address> asked = List.of(cluster.selfAddress());
        for (boolean first = true; !up.isDone() && System.nanoTime() < deadline; first = false) {
            List<Address> seeds = Stream.concat(
                            Stream.of(cluster.selfAddress()),
                            others.stream().filter(HostPort::mayLive).map(it -> it.of(system)))
                    .toList();
            if (first || !seeds.equals(asked)) {
                ask(cluster, seeds);
                asked = seeds;
            }
            await(up, LOOK_AGAIN);
        }
    }

    /** The first one founds the cluster if it is this node and all others answer that they have none. */
    private static void ask(Cluster cluster, List<Address> seeds) {
        if (seeds.isEmpty()) {
            cluster.join(cluster.selfAddress());
        } else {
            cluster.joinSeedNodes(seeds);
        }
    }

    private static void await(CompletableFuture<Boolean> up, Duration limit) {
        try {
            up.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Whoever waits looks whether it is.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while joining the cluster", e);
        }
    }

    private static Stream<HostPort> seeds(Config config) {
        String seeds = config.getString(SEEDS);
        return seeds.isBlank()
                ? Stream.empty()
                : Arrays.stream(seeds.split(",", -1)).map(seed -> HostPort.parse(SEEDS, seed));
    }

    record HostPort(String host, int port) {

        private static final Duration PATIENCE = Duration.ofSeconds(1);

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

        Address of(ActorSystem<?> system) {
            return new Address("pekko", system.name(), host, port);
        }

        boolean mayLive() {
            return !new Port(host, port).refuses(PATIENCE);
        }
    }
}
