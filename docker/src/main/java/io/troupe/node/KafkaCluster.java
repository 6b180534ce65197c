package io.troupe.node;

import io.troupe.http.json.ServerInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Kafka cluster as the worker itself sees it. */
final class KafkaCluster {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaCluster.class);
    private static final int TIMEOUT_SECONDS = 60;

    private KafkaCluster() {}

    /** What {@code GET /} answers: the version of Kafka Connect that clients may take the worker for. */
    static ServerInfo compatible(String clusterId) {
        return new ServerInfo(AppInfoParser.getVersion(), AppInfoParser.getCommitId(), clusterId);
    }

    /**
     * Asks the brokers for the id of their cluster: the first proof that the worker can reach them.
     *
     * @param properties of the worker; its plain client settings count
     * @throws IllegalStateException when no broker answers, or a setting is wrong; the message names it
     */
    static String id(Map<String, String> properties) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        String bootstrap = properties.getOrDefault("bootstrap.servers", "");
        LOG.info("Looking for the Kafka cluster at {}", bootstrap);
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().clusterId().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ConfigException e) {
            throw new IllegalStateException(
                    "The settings of the worker do not make a client of Kafka: " + e.getMessage() + ".", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "No Kafka broker answers at " + bootstrap + " (" + cause.getMessage()
                            + "). Check bootstrap.servers and the security settings.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking for the Kafka cluster", e);
        }
    }
}
