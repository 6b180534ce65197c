package io.troupe.cluster.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A cluster of shards: nodes come and go as the coordinator sees them, with the memory of homes beside it. */
final class World {

    private final int ring;
    private final TreeMap<String, BitSet> nodes = new TreeMap<>();
    private final Map<Integer, String> homes = new HashMap<>();
    private final Map<Integer, Integer> moves = new HashMap<>();

    World(int ring) {
        this.ring = ring;
    }

    static World of(int ring, int nodes) {
        World world = new World(ring);
        for (int node = 0; node < nodes; node++) {
            world.join("node-" + node);
        }
        return world;
    }

    World join(String node) {
        nodes.put(node, new BitSet(ring));
        return this;
    }

    /** Uses shards: those that are new are placed, in this order. */
    World use(Collection<Integer> shards) {
        shards.stream()
                .filter(shard -> nodes.values().stream().noneMatch(own -> own.get(shard)))
                .forEach(this::place);
        return this;
    }

    /** The node is gone, its shards are placed elsewhere. */
    World leave(String node) {
        BitSet own = of(node);
        nodes.remove(node);
        own.stream().forEach(shard -> {
            place(shard);
            moves.merge(shard, 1, Integer::sum);
        });
        return this;
    }

    private void place(int shard) {
        String node = spread().place(shard);
        of(node).set(shard);
    }

    /** One batch: as in the strategy, each of its shards is handed off and then placed like any other. */
    List<Spread.Move> evenOut(int batch) {
        List<Spread.Move> some = spread().evenOut(batch);
        some.forEach(move -> of(move.from()).clear(move.shard()));
        some.forEach(move -> {
            place(move.shard());
            moves.merge(move.shard(), 1, Integer::sum);
        });
        return some;
    }

    /** All batches. */
    List<Spread.Move> settle() {
        List<Spread.Move> all = new ArrayList<>();
        for (List<Spread.Move> some = evenOut(8); !some.isEmpty(); some = evenOut(8)) {
            all.addAll(some);
        }
        return all;
    }

    /** What becomes of the memory when whoever has it dies before it told others. */
    World forget() {
        homes.clear();
        return this;
    }

    private Spread spread() {
        return new Spread(ring, nodes, homes);
    }

    /** What a node has. */
    BitSet of(String node) {
        return Objects.requireNonNull(nodes.get(node), node);
    }

    Map<String, BitSet> nodes() {
        Map<String, BitSet> copy = new TreeMap<>();
        nodes.forEach((node, own) -> copy.put(node, (BitSet) own.clone()));
        return copy;
    }

    /** How often each shard has moved by now. */
    Map<Integer, Integer> moves() {
        return Map.copyOf(moves);
    }

    /** The most that a node has more than another one. */
    int gap() {
        return difference(nodes.values().stream().map(BitSet::cardinality).toList());
    }

    /** The same of some shards, one of them as often as it is named. */
    int gap(List<Integer> shards) {
        return difference(nodes.values().stream()
                .map(own -> (int) shards.stream().filter(own::get).count())
                .toList());
    }

    private static int difference(List<Integer> loads) {
        return loads.stream().mapToInt(load -> load).max().orElse(0)
                - loads.stream().mapToInt(load -> load).min().orElse(0);
    }
}
