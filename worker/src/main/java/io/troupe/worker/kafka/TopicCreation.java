package io.troupe.worker.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics of a source task before their first record, as its connector's groups say; each topic is looked up
 * once in a task's life (contract/behaviours.md, section 9). Used by the task's thread.
 */
public final class TopicCreation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Optional<TopicGroups> groups;
    private final Supplier<Admin> connect;
    private final Set<String> known = new HashSet<>();
    private @Nullable String last;
    private volatile @Nullable Admin admin;

    private TopicCreation(Optional<TopicGroups> groups, Supplier<Admin> connect) {
        this.groups = groups;
        this.connect = connect;
    }

    /** @param connect makes the admin client when it is needed for the first time */
    public static TopicCreation by(TopicGroups groups, Supplier<Admin> connect) {
        return new TopicCreation(Optional.of(groups), connect);
    }

    /** The broker makes topics by itself, or does not. */
    public static TopicCreation byBroker() {
        return new TopicCreation(Optional.empty(), () -> {
            throw new IllegalStateException("Topics are made by the broker");
        });
    }

    /**
     * Makes the topic unless it exists.
     *
     * @throws ConnectException when it does not exist and cannot be made
     * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer now
     */
    public void ensure(String topic) {
        if (groups.isEmpty() || topic.equals(last)) {
            return;
        }
        if (!known.contains(topic)) {
            create(topic, groups.get());
            known.add(topic);
        }
        last = topic;
    }

    private void create(String topic, TopicGroups wanted) {
        Admin client = admin();
        if (exists(client, topic)) {
            return;
        }
        NewTopic described = wanted.describe(topic);
        try {
            client.createTopics(List.of(described)).all().get();
            LOG.info("Made topic {}", described);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException) && !exists(client, topic)) {
                throw refusal(topic, described, e);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Texts as in contract/rest/failed.json. */
    private static RuntimeException refusal(String topic, NewTopic described, ExecutionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        String text = cause instanceof AuthorizationException
                ? "Task failed to create new topic " + described + ". Ensure that the task is authorized to create"
                        + " topics or that the topic exists and restart the task"
                : "Unable to create topic(s) '" + topic + "': " + cause.getMessage();
        return failure(text, e);
    }

    private static boolean exists(Admin client, String topic) {
        try {
            client.describeTopics(List.of(topic)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure("Topic " + topic + " cannot be looked up", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RuntimeException failure(String text, ExecutionException e) {
        return e.getCause() instanceof org.apache.kafka.common.errors.RetriableException retriable
                ? retriable
                : new ConnectException(text, e.getCause());
    }

    private static ConnectException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectException("Interrupted while a topic was looked up", e);
    }

    private Admin admin() {
        Admin open = admin;
        if (open == null) {
            open = connect.get();
            admin = open;
        }
        return open;
    }

    @Override
    public void close() {
        Admin open = admin;
        if (open != null) {
            open.close(CLOSE_TIMEOUT);
        }
    }
}
