package io.troupe.cluster.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Shards on nodes, and where the next one belongs: with the node that has the fewest, and among those with the one
 * whose shards are farthest away on the ring. Neighbouring shards hold the tasks of one connector, so nodes share every
 * connector, too. What lies well stays where it is.
 *
 * @param <N> how nodes are told apart; their order settles what is equal
 */
final class Spread<N extends Comparable<N>> {

    /** A shard that ought to leave its node. */
    record Move<N>(int shard, N from) {}

    /** Beyond it a neighbour does not matter: few connectors have that many tasks a node. */
    private static final int REACH = 16;

    private final int ring;
    private final TreeMap<N, TreeSet<Integer>> shards = new TreeMap<>();

    /** @param ring how many shards there are, in use or not */
    Spread(int ring, Map<N, ? extends Set<Integer>> shards) {
        this.ring = ring;
        shards.forEach((node, own) -> this.shards.put(node, new TreeSet<>(own)));
    }

    /** The node for a shard that has none; it is counted there from now on. */
    N place(int shard) {
        int fewest = shards.values().stream().mapToInt(Set::size).min().orElse(0);
        N node = shards.entrySet().stream()
                .filter(entry -> entry.getValue().size() == fewest)
                .map(Map.Entry::getKey)
                .min(Comparator.comparingDouble(it -> crowd(it, shard)))
                .orElseThrow();
        own(node).add(shard);
        return node;
    }

    /** As few moves as even the nodes out, to at most one shard more or less; none if they are even. */
    List<Move<N>> evenOut() {
        Map<N, Integer> quotas = quotas();
        List<Move<N>> moves = new ArrayList<>();
        for (Map.Entry<N, Integer> needy : quotas.entrySet()) {
            while (own(needy.getKey()).size() < needy.getValue()) {
                moves.add(giveTo(needy.getKey(), quotas));
            }
        }
        return moves;
    }

    /** Those with the most may keep one more if it does not come out even. */
    private Map<N, Integer> quotas() {
        int all = shards.values().stream().mapToInt(Set::size).sum();
        int more = shards.isEmpty() ? 0 : all % shards.size();
        Map<N, Integer> quotas = new LinkedHashMap<>();
        List<N> byLoad = shards.keySet().stream()
                .sorted(Comparator.comparingInt((N node) -> -own(node).size()))
                .toList();
        for (N node : byLoad) {
            quotas.put(node, all / shards.size() + (quotas.size() < more ? 1 : 0));
        }
        return quotas;
    }

    /** Of all shards that may go, the one that is most crowded where it is, and least where it will be. */
    private Move<N> giveTo(N needy, Map<N, Integer> quotas) {
        Move<N> best = quotas.entrySet().stream()
                .filter(entry -> own(entry.getKey()).size() > entry.getValue())
                .flatMap(entry -> own(entry.getKey()).stream().map(shard -> new Move<>(shard, entry.getKey())))
                .max(Comparator.comparingDouble(move -> crowd(move.from(), move.shard()) - crowd(needy, move.shard())))
                .orElseThrow();
        own(best.from()).remove(best.shard());
        own(needy).add(best.shard());
        return best;
    }

    /** How many of a node's shards are near this one: the nearer, the more they count. */
    private double crowd(N node, int shard) {
        Set<Integer> own = own(node);
        double crowd = 0;
        for (int distance = 1; distance <= REACH; distance++) {
            double weight = 1.0 / (distance * distance);
            crowd += own.contains(Math.floorMod(shard + distance, ring)) ? weight : 0;
            crowd += own.contains(Math.floorMod(shard - distance, ring)) ? weight : 0;
        }
        return crowd;
    }

    private Set<Integer> own(N node) {
        return shards.computeIfAbsent(node, unknown -> new TreeSet<>());
    }

    Map<N, Set<Integer>> shards() {
        Map<N, Set<Integer>> copy = new LinkedHashMap<>();
        shards.forEach((node, own) -> copy.put(node, new LinkedHashSet<>(own)));
        return copy;
    }
}
