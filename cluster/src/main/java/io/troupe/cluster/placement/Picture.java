package io.troupe.cluster.placement;

import io.troupe.cluster.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The homes of all shards of one kind.
 *
 * @param shards by the address of their home
 * @param served the nodes that have their share, as they are in this life
 */
public record Picture(Map<String, List<Integer>> shards, Set<String> served) implements Wire {

    static final Picture EMPTY = new Picture(Map.of(), Set.of());

    static Picture of(Map<Integer, String> nodes, Set<String> served) {
        return new Picture(
                nodes.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getValue,
                                TreeMap::new,
                                Collectors.mapping(Map.Entry::getKey, Collectors.toList()))),
                served);
    }

    /** By shard. */
    Map<Integer, String> nodes() {
        Map<Integer, String> nodes = new HashMap<>();
        shards.forEach((node, own) -> own.forEach(shard -> nodes.put(shard, node)));
        return nodes;
    }
}
