package org.apache.kafka.common.utils;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Kafka had a class of this name until 4.3, and plugins call it. */
public final class CollectionUtils {

    private CollectionUtils() {}

    /** The first map without the keys of the second. */
    public static <K, V> Map<K, V> subtractMap(Map<? extends K, ? extends V> from, Map<? extends K, ? extends V> keys) {
        Map<K, V> left = new HashMap<>(from);
        left.keySet().removeAll(keys.keySet());
        return left;
    }

    /** What belongs to each partition, by topic and number. */
    public static <T> Map<String, Map<Integer, T>> groupPartitionDataByTopic(Map<TopicPartition, ? extends T> data) {
        Map<String, Map<Integer, T>> byTopic = new HashMap<>();
        data.forEach((partition, value) -> byTopic.computeIfAbsent(partition.topic(), first -> new HashMap<>())
                .put(partition.partition(), value));
        return byTopic;
    }

    /** The numbers of partitions, by topic. */
    public static Map<String, List<Integer>> groupPartitionsByTopic(Collection<TopicPartition> partitions) {
        return groupPartitionsByTopic(partitions, topic -> new ArrayList<>(), List::add);
    }

    /** The same in groups of one's own making. */
    public static <T> Map<String, T> groupPartitionsByTopic(
            Collection<TopicPartition> partitions, Function<String, T> newGroup, BiConsumer<T, Integer> add) {
        Map<String, T> byTopic = new HashMap<>();
        for (TopicPartition partition : partitions) {
            add.accept(byTopic.computeIfAbsent(partition.topic(), newGroup), partition.partition());
        }
        return byTopic;
    }
}
