package io.troupe.worker.kafka;

import io.troupe.worker.WorkerSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The topic that exactly-once transactions leave their marks in: the one that Kafka Connect keeps source offsets in, so
 * that clients of connectors need the rights there that its documentation asks for, and no others.
 *
 * @param partitions of the topic, if it has to be made
 * @param replication of the topic, if it has to be made; less where there are fewer brokers, unless it is set
 * @param automatic whether it is made when it is not there
 */
public record OffsetsTopic(String name, int partitions, Optional<Short> replication, boolean automatic) {

    /** Setting of the worker: whether topics of its own, and those of connectors' offsets, are made. */
    public static final String AUTOMATIC = "internal.topics.automatic.creation.enable";

    private static final String DEFAULT_NAME = "connect-offsets";
    private static final int DEFAULT_PARTITIONS = 25;
    private static final short DEFAULT_REPLICATION = 3;
    private static final short OF_BROKER = -1;
    private static final long LIMIT_SECONDS = 30;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** @throws ConfigException when a setting of the worker is no number */
    static OffsetsTopic of(WorkerSettings worker, Map<String, String> connectorConfig) {
        Map<String, String> settings = worker.properties();
        String own = connectorConfig.getOrDefault("offsets.storage.topic", "").trim();
        String shared = settings.getOrDefault("offset.storage.topic", "").trim();
        return new OffsetsTopic(
                !own.isEmpty() ? own : !shared.isEmpty() ? shared : DEFAULT_NAME,
                number(settings, "offset.storage.partitions").orElse(DEFAULT_PARTITIONS),
                number(settings, "offset.storage.replication.factor").map(Integer::shortValue),
                !settings.getOrDefault(AUTOMATIC, "").trim().equalsIgnoreCase("false"));
    }

    private static Optional<Integer> number(Map<String, String> settings, String key) {
        String text = settings.getOrDefault(key, "").trim();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            throw new ConfigException(key, text, "Not a number");
        }
    }

    /**
     * Makes the topic if it is not there and may be made.
     *
     * @return how many partitions it has
     * @throws ConnectException when it cannot be described or made; a missing right is named
     */
    int ensure(Admin admin) {
        try {
            return count(admin);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw failed("DESCRIBE", e.getCause());
            }
        }
        if (!automatic) {
            throw new ConnectException("The offsets topic " + name + " is not there, and " + AUTOMATIC
                    + " is false: make it with " + TopicConfig.CLEANUP_POLICY_CONFIG + "="
                    + TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        create(admin, replication.orElse(DEFAULT_REPLICATION));
        return countOfNew(admin);
    }

    /** The brokers hear of a new topic one after the other, and of one that another task made just now as well. */
    private int countOfNew(Admin admin) {
        long begunNanos = System.nanoTime();
        while (true) {
            try {
                return count(admin);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - begunNanos >= TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    throw failed("DESCRIBE", e.getCause());
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private int count(Admin admin) throws ExecutionException {
        return await(admin.describeTopics(List.of(name)).allTopicNames()).values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    private void create(Admin admin, short copies) {
        NewTopic topic = new NewTopic(name, partitions, copies)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            await(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidReplicationFactorException
                    && replication.isEmpty()
                    && copies != OF_BROKER) {
                create(admin, OF_BROKER);
            } else if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed("CREATE", e.getCause());
            }
        }
    }

    private ConnectException failed(String operation, @Nullable Throwable cause) {
        return cause instanceof AuthorizationException
                ? missingRight(operation, "admin", cause)
                : new ConnectException("The offsets topic " + name + " cannot be looked at or made", cause);
    }

    /** @param client kind of the client that wants it, as in the prefixes of overrides */
    ConnectException missingRight(String operation, String client, Throwable cause) {
        return new ConnectException(
                "Exactly-once sources need the right " + operation + " on topic " + name + " for their " + client
                        + " client: the marks of their transactions are kept there",
                cause);
    }

    private <T> T await(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ConnectException("Kafka did not say anything about the offsets topic " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted at the offsets topic " + name, e);
        }
    }
}
