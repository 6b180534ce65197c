package io.troupe.cluster.placement;

import io.troupe.cluster.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The homes of all shards of one kind.
 *
 * @param shards by the address of their home
 */
public record Picture(Map<String, List<Integer>> shards) implements Wire {

    static Picture of(Map<Integer, String> nodes) {
        return new Picture(nodes.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList()))));
    }

    /** By shard. */
    Map<Integer, String> nodes() {
        Map<Integer, String> nodes = new HashMap<>();
        shards.forEach((node, own) -> own.forEach(shard -> nodes.put(shard, node)));
        return nodes;
    }
}
