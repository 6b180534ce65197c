package io.troupe.worker.kafka;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.internals.CoordinatorKey;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** An admin client that answers what a test says, and notes whom it was asked to remove. */
public final class SaidAdmin {

    final Map<String, Integer> partitions = new HashMap<>();
    final Map<String, MemberDescription> members = new HashMap<>();
    final Map<String, Exception> topicFailures = new HashMap<>();
    /** How often it is said of each topic that was made that there is none. */
    final Map<String, Integer> unheardOf = new HashMap<>();

    public final List<Set<String>> removed = new CopyOnWriteArrayList<>();
    final AtomicInteger described = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    GroupState state = GroupState.STABLE;
    boolean groupKnown = true;
    boolean mute;

    @Nullable
    Exception groupFailure;

    Errors removal = Errors.NONE;

    @Nullable
    Exception fencing;

    public @Nullable Exception removalFailure;

    /** Of the deletion of a group. */
    public @Nullable Exception deletionFailure;

    public final Admin admin = (Admin) Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "describeConsumerGroups" -> describeGroup();
                case "fenceProducers" -> fence((Collection<?>) arguments[0]);
                case "createTopics" -> createTopics((Collection<?>) arguments[0]);
                case "describeTopics" -> describeTopics((Collection<?>) arguments[0]);
                case "deleteConsumerGroups" -> deleteGroup();
                case "listTopics" -> listTopics();
                case "removeMembersFromConsumerGroup" -> remove((RemoveMembersFromConsumerGroupOptions) arguments[1]);
                case "close" -> closed.incrementAndGet();
                case "hashCode" -> System.identityHashCode(proxy);
                default -> throw new UnsupportedOperationException(method.getName());
            });

    /** @param epoch as the consumer protocol has it; null with the classic one */
    public void member(String seat, String id, @Nullable Integer epoch, TopicPartition... has) {
        members.put(
                seat,
                new MemberDescription(
                        id,
                        Optional.of(seat),
                        Optional.empty(),
                        "client",
                        "host",
                        new MemberAssignment(Set.of(has)),
                        Optional.empty(),
                        Optional.ofNullable(epoch),
                        Optional.empty()));
    }

    private DescribeConsumerGroupsResult describeGroup() {
        described.incrementAndGet();
        KafkaFuture<ConsumerGroupDescription> answer = answer(new ConsumerGroupDescription(
                "g",
                false,
                members.values(),
                "range",
                GroupType.CLASSIC,
                state,
                Node.noNode(),
                Set.of(),
                Optional.empty(),
                Optional.empty()));
        if (groupFailure != null) {
            answer = failed(groupFailure);
        } else if (!groupKnown) {
            answer = failed(new GroupIdNotFoundException("no such group"));
        }
        return new DescribeConsumerGroupsResult(Map.of("g", answer));
    }

    private FenceProducersResult fence(Collection<?> ids) {
        Map<Object, KafkaFuture<Void>> each = new HashMap<>();
        ids.forEach(id -> each.put(
                CoordinatorKey.byTransactionalId((String) id), fencing == null ? answer(null) : failed(fencing)));
        return made(FenceProducersResult.class, each);
    }

    private CreateTopicsResult createTopics(Collection<?> topics) {
        Map<String, KafkaFuture<Void>> made = new HashMap<>();
        for (Object one : topics) {
            NewTopic topic = (NewTopic) one;
            partitions.put(topic.name(), topic.numPartitions());
            made.put(topic.name(), answer(null));
        }
        return made(CreateTopicsResult.class, made);
    }

    private boolean isHeardOf(String topic) {
        return unheardOf.merge(topic, -1, Integer::sum) < 0;
    }

    private DescribeTopicsResult describeTopics(Collection<?> topics) {
        Map<String, KafkaFuture<TopicDescription>> each = new HashMap<>();
        for (Object one : topics) {
            String topic = (String) one;
            Exception failure = topicFailures.get(topic);
            Integer count = partitions.get(topic);
            if (failure != null) {
                each.put(topic, failed(failure));
            } else if (count == null || !isHeardOf(topic)) {
                each.put(topic, failed(new UnknownTopicOrPartitionException(topic)));
            } else {
                List<TopicPartitionInfo> infos = IntStream.range(0, count)
                        .mapToObj(number -> new TopicPartitionInfo(number, Node.noNode(), List.of(), List.of()))
                        .toList();
                each.put(topic, answer(new TopicDescription(topic, false, infos)));
            }
        }
        return new DescribeTopicsResult(null, each) {};
    }

    private DeleteConsumerGroupsResult deleteGroup() {
        KafkaFuture<Void> answer =
                deletionFailure == null ? KafkaFuture.completedFuture(null) : failed(deletionFailure);
        return made(DeleteConsumerGroupsResult.class, Map.of("g", answer));
    }

    private ListTopicsResult listTopics() {
        Map<String, TopicListing> all = partitions.keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> new TopicListing(name, Uuid.ZERO_UUID, false)));
        return made(ListTopicsResult.class, answer(all));
    }

    private RemoveMembersFromConsumerGroupResult remove(RemoveMembersFromConsumerGroupOptions options) {
        Set<MemberToRemove> these = options.members();
        removed.add(these.stream().map(SaidAdmin::seat).collect(Collectors.toCollection(TreeSet::new)));
        Map<Object, Errors> outcome = new HashMap<>();
        these.forEach(each -> outcome.put(identity(each), removal));
        KafkaFuture<Object> answer = removalFailure == null ? answer(outcome) : failed(removalFailure);
        return made(RemoveMembersFromConsumerGroupResult.class, answer, these);
    }

    private static String seat(MemberToRemove member) {
        return String.valueOf(member.groupInstanceId());
    }

    private static Object identity(MemberToRemove member) {
        try {
            var method = MemberToRemove.class.getDeclaredMethod("toMemberIdentity");
            method.setAccessible(true);
            return method.invoke(member);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> KafkaFuture<T> answer(@Nullable T value) {
        return mute ? new KafkaFutureImpl<>() : KafkaFuture.completedFuture(value);
    }

    private static <T> KafkaFuture<T> failed(Exception failure) {
        KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
        future.completeExceptionally(failure);
        return future;
    }

    /** Kafka makes these for itself only. */
    private static <T> T made(Class<T> type, Object... from) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(from));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
