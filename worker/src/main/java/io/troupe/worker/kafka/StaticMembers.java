package io.troupe.worker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether brokers know static members of consumer groups and remove them, as Kafka's do from 2.4 on. Nobody tells the
 * versions of their requests, so they are asked to remove members that there are not. Each cluster is asked once.
 */
final class StaticMembers {

    private static final Logger LOG = LoggerFactory.getLogger(StaticMembers.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** One in truth, and as many more as connectors name. */
    private static final int MOST_CLUSTERS = 1_000;

    private final SharedAdmins admins;
    private final int limitMillis;
    private final Map<Object, Boolean> known = new ConcurrentHashMap<>();

    StaticMembers(SharedAdmins admins) {
        this(admins, LIMIT);
    }

    /** @param limit of the request */
    StaticMembers(SharedAdmins admins, Duration limit) {
        this.admins = admins;
        this.limitMillis = Math.toIntExact(limit.toMillis());
    }

    /**
     * Waits some seconds at most; brokers that say nothing, or that the client may not ask, are taken for new ones.
     *
     * @param settings of the admin client; {@code bootstrap.servers} tells the cluster
     * @param nobodies two or more that never were in the group: old requests can name but one
     */
    boolean knownTo(Map<String, Object> settings, String group, Collection<String> nobodies) {
        Object cluster = settings.getOrDefault("bootstrap.servers", "");
        Boolean before = known.get(cluster);
        if (before != null) {
            return before;
        }
        try {
            boolean answer = admins.ask(settings, admin -> asked(admin, group, nobodies))
                    .toCompletableFuture()
                    .get(2L * limitMillis, TimeUnit.MILLISECONDS);
            if (known.size() < MOST_CLUSTERS && known.put(cluster, answer) == null && !answer) {
                LOG.warn(
                        "The brokers at {} know no static members of consumer groups: when a worker is lost, the"
                                + " partitions of its sinks wait for the end of their sessions",
                        cluster);
            }
            return answer;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Whether there are static members at {} cannot be told", cluster, e);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private CompletionStage<Boolean> asked(Admin admin, String group, Collection<String> nobodies) {
        RemoveMembersFromConsumerGroupOptions these = new RemoveMembersFromConsumerGroupOptions(
                nobodies.stream().map(MemberToRemove::new).toList());
        these.timeoutMs(limitMillis);
        return admin.removeMembersFromConsumerGroup(group, these)
                .all()
                .toCompletionStage()
                .handle((done, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                        throw new CompletionException(cause);
                    }
                    return !(cause instanceof UnsupportedVersionException);
                });
    }
}
