package io.troupe.worker.offset;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets of a sink's consumer group. A group that still has members is waited for, for a bounded time; those of
 * this connector are removed, because their tasks are over: what blocks in a plugin must not keep its seat.
 *
 * @param ours whether a static member is a task of this connector
 * @param patience how long members are waited for
 */
record GroupOffsets(Admin admin, String group, String connector, Predicate<String> ours, Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long MEMBERS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** Sends a request to Kafka. */
    private interface Request {
        KafkaFuture<?> send();
    }

    /** By topic and partition. */
    Map<TopicPartition, Long> read() {
        String failed = "Failed to retrieve consumer group offsets for connector " + connector;
        Map<TopicPartition, Long> known = new TreeMap<>(ORDER);
        try {
            Map<TopicPartition, OffsetAndMetadata> answer =
                    answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), failed);
            answer.forEach((partition, offset) -> {
                if (offset != null) {
                    known.put(partition, offset.offset());
                }
            });
        } catch (GroupIdNotFoundException e) {
            LOG.debug("The group {} does not exist", group);
        }
        return known;
    }

    /** @param changes null forgets a partition */
    void alter(Map<TopicPartition, @Nullable Long> changes) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        Set<TopicPartition> forgotten = new HashSet<>();
        changes.forEach((partition, offset) -> {
            if (offset == null) {
                forgotten.add(partition);
            } else {
                next.put(partition, new OffsetAndMetadata(offset));
            }
        });
        if (!next.isEmpty()) {
            whenNobodyConsumes(
                    () -> admin.alterConsumerGroupOffsets(group, next).all(), "Failed to alter consumer group offsets");
        }
        if (!forgotten.isEmpty()) {
            whenNobodyConsumes(
                    () -> admin.deleteConsumerGroupOffsets(group, forgotten).all(),
                    "Failed to delete consumer group offsets");
        }
    }

    void reset() {
        whenNobodyConsumes(
                () -> admin.deleteConsumerGroups(List.of(group)).all(), "Failed to reset consumer group offsets");
    }

    private void whenNobodyConsumes(Request request, String failed) {
        String text = failed + " for connector " + connector;
        long deadline = System.nanoTime() + patience.toNanos();
        GroupAuthorizationException refusal = null;
        while (true) {
            try {
                answer(request.send(), text);
                return;
            } catch (GroupIdNotFoundException e) {
                return;
            } catch (UnknownMemberIdException | GroupNotEmptyException | GroupSubscribedToTopicException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw refusal == null ? consumedByOthers(text, e) : notRemoved(text, refusal);
                }
            }
            if (refusal == null) {
                refusal = removeOwnMembers();
            }
            LockSupport.parkNanos(MEMBERS_PAUSE_NANOS);
        }
    }

    private ConnectException consumedByOthers(String text, Throwable cause) {
        return new ConnectException(
                text + ": others than its tasks consume as members of the group " + group + ", which has to be empty",
                cause);
    }

    private ConnectException notRemoved(String text, GroupAuthorizationException refusal) {
        return new ConnectException(
                text + ": members that its former tasks left in the group " + group + " may not be removed by its admin"
                        + " client, for want of the right READ on the group, and leave it when their sessions are over",
                refusal);
    }

    /** @return why they may not be removed; null when they may be */
    private @Nullable GroupAuthorizationException removeOwnMembers() {
        String failed = "Failed to remove the members of the consumer group of connector " + connector;
        try {
            List<MemberToRemove> left = ownMembers(failed);
            if (!left.isEmpty()) {
                LOG.warn("{} members of {} belong to tasks that are over and are removed", left.size(), group);
                RemoveMembersFromConsumerGroupOptions these = new RemoveMembersFromConsumerGroupOptions(left);
                answer(admin.removeMembersFromConsumerGroup(group, these).all(), failed);
            }
        } catch (GroupIdNotFoundException | UnknownMemberIdException e) {
            LOG.debug("They have left by themselves", e);
        } catch (ConnectException e) {
            if (e.getCause() instanceof GroupAuthorizationException refusal) {
                return refusal;
            }
            throw e;
        }
        return null;
    }

    private List<MemberToRemove> ownMembers(String failed) {
        return answer(admin.describeConsumerGroups(List.of(group)).all(), failed).values().stream()
                .flatMap(description -> description.members().stream())
                .flatMap(member -> member.groupInstanceId().stream())
                .filter(ours)
                .map(MemberToRemove::new)
                .toList();
    }

    /** What Kafka says about the group itself is thrown as it is. */
    private static <T> T answer(KafkaFuture<T> future, String failed) {
        try {
            return future.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof GroupIdNotFoundException
                    || cause instanceof UnknownMemberIdException
                    || cause instanceof GroupNotEmptyException
                    || cause instanceof GroupSubscribedToTopicException) {
                throw (RuntimeException) cause;
            }
            LOG.error("{}", failed, cause);
            throw new ConnectException(failed, cause);
        } catch (TimeoutException e) {
            throw new ConnectException(failed + ": Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(failed, e);
        }
    }
}
