package io.troupe.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka by clients that all sinks with the same settings share. */
final class KafkaSinkGroup implements SinkGroup {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSinkGroup.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** What a member has as its epoch that has left its seat for a while, but keeps it. */
    private static final int AWAY = -2;

    private final SharedAdmins admins;
    private final Map<String, Object> settings;
    private final String group;
    private final Seats seats;
    private final boolean consumerProtocol;
    private final int limitMillis;

    /** @param settings of the admin clients */
    KafkaSinkGroup(
            SharedAdmins admins, Map<String, Object> settings, String group, Seats seats, boolean consumerProtocol) {
        this(admins, settings, group, seats, consumerProtocol, LIMIT);
    }

    /** @param limit of every request */
    KafkaSinkGroup(
            SharedAdmins admins,
            Map<String, Object> settings,
            String group,
            Seats seats,
            boolean consumerProtocol,
            Duration limit) {
        this.limitMillis = Math.toIntExact(limit.toMillis());
        this.admins = admins;
        this.settings = Map.copyOf(settings);
        this.group = group;
        this.seats = seats;
        this.consumerProtocol = consumerProtocol;
    }

    @Override
    public CompletionStage<Coverage> coverage(Collection<String> topics) {
        return admins.ask(settings, admin -> coverage(admin, topics));
    }

    @Override
    public CompletionStage<Coverage> coverage(Pattern topics) {
        return admins.ask(settings, admin -> admin.listTopics(new ListTopicsOptions().timeoutMs(limitMillis))
                .names()
                .toCompletionStage()
                .thenCompose(names -> coverage(
                        admin, names.stream().filter(topics.asMatchPredicate()).toList())));
    }

    private CompletionStage<Coverage> coverage(Admin admin, Collection<String> topics) {
        return partitions(admin, topics).thenCombine(described(admin), KafkaSinkGroup::coverage);
    }

    private static Coverage coverage(Set<TopicPartition> partitions, ConsumerGroupDescription described) {
        Set<TopicPartition> missing = new HashSet<>(partitions);
        for (MemberDescription member : described.members()) {
            missing.removeAll(member.assignment().topicPartitions());
        }
        return new Coverage(described.groupState() == GroupState.STABLE, missing);
    }

    private CompletionStage<ConsumerGroupDescription> described(Admin admin) {
        return admin.describeConsumerGroups(List.of(group), new DescribeConsumerGroupsOptions().timeoutMs(limitMillis))
                .all()
                .toCompletionStage()
                .thenApply(all -> all.values().iterator().next());
    }

    /** A topic that is not there, or not to be seen, has none. */
    private CompletionStage<Set<TopicPartition>> partitions(Admin admin, Collection<String> topics) {
        List<CompletableFuture<Set<TopicPartition>>> each = new ArrayList<>();
        for (KafkaFuture<TopicDescription> topic : admin.describeTopics(
                        topics, new DescribeTopicsOptions().timeoutMs(limitMillis))
                .topicNameValues()
                .values()) {
            each.add(topic.toCompletionStage()
                    .thenApply(KafkaSinkGroup::partitions)
                    .exceptionally(failure -> unless(
                            failure,
                            Set.<TopicPartition>of(),
                            UnknownTopicOrPartitionException.class,
                            InvalidTopicException.class,
                            TopicAuthorizationException.class))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    Set<TopicPartition> partitions = new HashSet<>();
                    each.forEach(one -> partitions.addAll(one.join()));
                    return partitions;
                });
    }

    private static Set<TopicPartition> partitions(TopicDescription topic) {
        Set<TopicPartition> partitions = new HashSet<>();
        topic.partitions().forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
        return partitions;
    }

    @Override
    public void claim(int task) {
        if (!consumerProtocol) {
            return;
        }
        String seat = seats.of(task);
        Function<Admin, CompletionStage<Void>> free = admin -> described(admin)
                .thenCompose(described -> described.members().stream().anyMatch(member -> sits(member, seat))
                        ? removed(admin, List.of(seat))
                        : CompletableFuture.completedFuture(null));
        try {
            answered(admins.ask(settings, free)).toCompletableFuture().get(2L * limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Whether {} is still taken in the group {} cannot be told; the task may have to wait for the"
                            + " end of an old session",
                    seat,
                    group,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean sits(MemberDescription member, String seat) {
        return member.groupInstanceId().filter(seat::equals).isPresent()
                && member.memberEpoch().filter(epoch -> epoch == AWAY).isEmpty();
    }

    @Override
    public CompletionStage<Void> vacate(int task) {
        return answered(admins.ask(settings, admin -> removed(admin, List.of(seats.of(task)))));
    }

    @Override
    public CompletionStage<Map<String, String>> seated(int from) {
        return admins.ask(settings, admin -> seated(admin, from));
    }

    private CompletionStage<Map<String, String>> seated(Admin admin, int from) {
        return described(admin)
                .thenApply(described -> seated(described, from))
                .exceptionally(failure -> unless(failure, Map.<String, String>of(), GroupIdNotFoundException.class));
    }

    private Map<String, String> seated(ConsumerGroupDescription described, int from) {
        Map<String, String> seated = new HashMap<>();
        for (MemberDescription member : described.members()) {
            member.groupInstanceId()
                    .filter(seat -> seats.number(seat).orElse(-1) >= from)
                    .ifPresent(seat -> seated.put(seat, member.consumerId()));
        }
        return seated;
    }

    /** Kafka removes whoever sits there, so that it is asked first who it is. */
    @Override
    public CompletionStage<Void> vacate(Map<String, String> left) {
        return answered(admins.ask(settings, admin -> seated(admin, 0).thenCompose(now -> {
            List<String> still = left.entrySet().stream()
                    .filter(each -> each.getValue().equals(now.get(each.getKey())))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            if (still.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            LOG.info("{} sit in the group {} for tasks that are over, and are removed", still, group);
            return removed(admin, still);
        })));
    }

    private CompletionStage<Void> removed(Admin admin, Collection<String> left) {
        List<MemberToRemove> members = left.stream().map(MemberToRemove::new).toList();
        RemoveMembersFromConsumerGroupOptions these = new RemoveMembersFromConsumerGroupOptions(members);
        these.timeoutMs(limitMillis);
        these.reason("its task is over");
        LOG.debug("Removing {} from {}", left, group);
        return admin.removeMembersFromConsumerGroup(group, these).all().toCompletionStage();
    }

    /** They have left by themselves, as a rule. */
    private static CompletionStage<Void> answered(CompletionStage<Void> answer) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        answer.whenComplete((done, failure) -> {
            Throwable cause = cause(failure);
            if (cause == null
                    || cause instanceof UnknownMemberIdException
                    || cause instanceof GroupIdNotFoundException) {
                known.complete(null);
            } else {
                known.completeExceptionally(cause);
            }
        });
        return known;
    }

    @SafeVarargs
    private static <T> T unless(Throwable failure, T otherwise, Class<? extends Throwable>... expected) {
        Throwable cause = cause(failure);
        for (Class<? extends Throwable> kind : expected) {
            if (kind.isInstance(cause)) {
                return otherwise;
            }
        }
        throw new CompletionException(cause);
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
