package io.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.kafka.OffsetsTopic;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's properties file at the edge: {@code troupe.*} and {@code pekko.*} become configuration here, everything
 * else keeps Kafka's names.
 */
final class ConnectProperties {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectProperties.class);

    /** They only make sense with internal topics or Kafka's group protocol; Troupe has neither. */
    private static final Set<String> UNUSED_PREFIXES =
            Set.of("config.storage.", "offset.storage.", "status.storage.", "inter.worker.");

    private static final Set<String> UNUSED = Set.of(
            "connect.protocol",
            OffsetsTopic.AUTOMATIC,
            "scheduled.rebalance.max.delay.ms",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "rebalance.timeout.ms",
            "worker.sync.timeout.ms",
            "worker.unsync.backoff.ms");

    private ConnectProperties() {}

    /**
     * The node's configuration: the file's own settings over Troupe's over the libraries' defaults.
     *
     * @throws ConfigException for a {@code troupe.} setting that does not exist; the message names it
     */
    static Config toConfig(Map<String, String> properties) {
        Config defaults = ConfigFactory.parseResources(ConnectProperties.class.getClassLoader(), "troupe-http.conf")
                .withFallback(
                        ConfigFactory.parseResources(ConnectProperties.class.getClassLoader(), "troupe-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference(ConnectProperties.class.getClassLoader()));
        Map<String, String> own = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith("troupe.") || key.startsWith("pekko.")) {
                own.put(key, value.trim());
            }
        });
        checkKnown(own.keySet());
        return ConfigFactory.parseMap(own, "the worker's properties")
                .withFallback(defaults)
                .resolve();
    }

    private static void checkKnown(Set<String> keys) {
        Config known = ConfigFactory.parseResources(ConnectProperties.class.getClassLoader(), "reference.conf");
        for (String key : keys) {
            if (key.startsWith("troupe.") && !known.hasPath(key)) {
                throw new ConfigException("Unknown setting " + key + "; known are " + settings(known));
            }
        }
    }

    private static Set<String> settings(Config known) {
        Set<String> keys = new TreeSet<>();
        for (var entry : known.getConfig("troupe").entrySet()) {
            if (!entry.getKey().contains("dispatcher")) {
                keys.add("troupe." + entry.getKey());
            }
        }
        return keys;
    }

    /** Says which settings of the file have no effect, so that nobody wonders. */
    static void logUnused(Map<String, String> properties) {
        TreeSet<String> unused = new TreeSet<>();
        for (String key : properties.keySet()) {
            boolean ofTopics = UNUSED.contains(key) || UNUSED_PREFIXES.stream().anyMatch(key::startsWith);
            if (ofTopics && !marksTopic(key, properties)) {
                unused.add(key);
            }
        }
        if (!unused.isEmpty()) {
            LOG.info("Accepted without effect, Troupe keeps its state in a journal: {}", unused);
        }
    }

    /** Exactly-once sources leave the marks of their transactions in the offsets topic. */
    private static boolean marksTopic(String key, Map<String, String> properties) {
        return (key.startsWith("offset.storage.") || key.equals(OffsetsTopic.AUTOMATIC))
                && WorkerSettings.runsSourcesExactlyOnce(properties);
    }

    /** Nodes of one group have one actor system name; what a name may not contain becomes a dash. */
    static String systemName(String groupId) {
        String plain = groupId.replaceAll("[^A-Za-z0-9_-]", "-");
        String suffix = plain.equals(groupId) ? "" : "-" + Integer.toHexString(groupId.hashCode());
        return ("troupe-" + plain + suffix).toLowerCase(Locale.ROOT);
    }
}
