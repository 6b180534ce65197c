package io.troupe.cluster.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shards on nodes, and where the next one belongs: at home if it may; else with one of the nodes that have the fewest,
 * and among those with the one that has the fewest of its neighbours. Neighbouring shards hold the tasks of one
 * connector, so nodes share every connector, too. What lies well stays where it is.
 *
 * <p>A shard's home is the node where it lives by choice. Those whose home is absent are guests elsewhere: they keep
 * their home, and are the first to go when a node joins, so that a node that was away gets back what it had.
 */
final class Spread {

    /** A shard that ought to leave its node for another one. */
    record Move(int shard, String from, String to) {}

    /** Beyond it a neighbour does not matter. */
    private static final int REACH = 20;

    /** A node may have this much more than it must, a tenth of what others have at most, for its neighbours' sake. */
    private static final int MOST_PLAY = 2;

    private final int ring;
    private final TreeMap<String, BitSet> shards = new TreeMap<>();
    private final Map<Integer, String> homes;
    private final BitSet used;

    /**
     * @param ring how many shards there are, in use or not
     * @param shards of each node that is present
     * @param homes of shards, of those on absent nodes, too; kept up to date here
     */
    Spread(int ring, Map<String, BitSet> shards, Map<Integer, String> homes) {
        this.ring = ring;
        this.homes = homes;
        this.used = new BitSet(ring);
        shards.forEach((node, own) -> {
            this.shards.put(node, (BitSet) own.clone());
            used.or(own);
        });
    }

    /** The node for a shard that has none; it is counted there from now on. */
    String place(int shard) {
        BitSet waiting = waiting(shard);
        used.set(shard);
        Map<String, Integer> loads = loads(shard, waiting);
        int all = all() + waiting.cardinality();
        int fewest = fewest(loads.values());
        int room = most(all) + play(fewest);
        int limit = Math.max(fewest + play(fewest), Math.min(fewest + 1, roomiest(all, loads.values())));
        String home = homes.get(shard);
        boolean present = home != null && shards.containsKey(home);
        String node = home != null && present && size(home) < room
                ? home
                : loads.entrySet().stream()
                        .filter(load -> load.getValue() < room && load.getValue() <= limit)
                        .min(Comparator.comparingDouble(
                                        (Map.Entry<String, Integer> load) -> crowd(load.getKey(), shard))
                                .thenComparing(Map.Entry::getValue))
                        .map(Map.Entry::getKey)
                        .orElseThrow();
        own(node).set(shard);
        if (home == null || present) {
            homes.put(shard, node);
        }
        return node;
    }

    /** Shards that are known and on no node: they are about to be placed, too. */
    private BitSet waiting(int shard) {
        BitSet waiting = new BitSet(ring);
        homes.keySet().forEach(waiting::set);
        waiting.set(shard);
        waiting.andNot(used);
        return waiting;
    }

    /** What each node has, counted with what will come home. */
    private Map<String, Integer> loads(int shard, BitSet waiting) {
        Map<String, Integer> loads = new TreeMap<>();
        shards.keySet().forEach(node -> loads.put(node, size(node)));
        waiting.stream()
                .filter(other -> other != shard)
                .mapToObj(homes::get)
                .forEach(home -> loads.computeIfPresent(home, (node, load) -> load + 1));
        return loads;
    }

    /** What a node has at most when so many are spread. */
    private int most(int all) {
        return (all + shards.size() - 1) / shards.size();
    }

    /** What a node may have and still get one more, so that they come out even once all are placed. */
    private int roomiest(int all, Collection<Integer> loads) {
        int most = most(all);
        long filled = loads.stream().filter(load -> load >= most).count();
        return filled < mayHaveMost(all) ? most - 1 : most - 2;
    }

    /** If it does not come out even, some have one more. */
    private int mayHaveMost(int all) {
        return all - (most(all) - 1) * shards.size();
    }

    private static int fewest(Collection<Integer> loads) {
        return loads.stream().mapToInt(load -> load).min().orElse(0);
    }

    private static int play(int fewest) {
        return Math.min(MOST_PLAY, fewest / 10);
    }

    /** The first of as few moves as even the nodes out, and none if they are: to one shard more or less, and play. */
    List<Move> evenOut(int limit) {
        List<Move> moves = new ArrayList<>();
        while (moves.size() < limit && !even()) {
            Move move = best(neediest());
            own(move.from()).clear(move.shard());
            own(move.to()).set(move.shard());
            homes.put(move.shard(), move.to());
            moves.add(move);
        }
        return moves;
    }

    private boolean even() {
        int fewest = size(neediest());
        return shards.keySet().stream().allMatch(node -> enough(fewest, size(node)));
    }

    /** Whether a node with so many shards has its share, compared with one that has the others. */
    static boolean enough(int own, int others) {
        return others <= own + 1 + play(own);
    }

    /** Whether there are shards that are known and on no node, maybe for a moment only. */
    boolean waits() {
        return !homes.keySet().stream().allMatch(used::get);
    }

    /** Nobody needs these any more. */
    void forgetWaiting() {
        homes.keySet().removeIf(shard -> !used.get(shard));
    }

    private String neediest() {
        return shards.keySet().stream().min(Comparator.comparingInt(this::size)).orElseThrow();
    }

    /** Of all shards that may go: one that comes home, or else a guest; one that has it crowded now, and will not. */
    private Move best(String needy) {
        return shards.keySet().stream()
                .filter(this::mayGive)
                .flatMap(node -> own(node).stream().mapToObj(shard -> new Move(shard, node, needy)))
                .max(Comparator.comparingInt(this::claim)
                        .thenComparingDouble(move -> crowd(move.from(), move.shard()) - crowd(needy, move.shard())))
                .orElseThrow();
    }

    /** It does not matter which ones keep one more. */
    private boolean mayGive(String node) {
        int most = most(all());
        long filled = shards.keySet().stream().filter(it -> size(it) >= most).count();
        return size(node) > most || (size(node) == most && filled > mayHaveMost(all()));
    }

    private int claim(Move move) {
        String home = Optional.ofNullable(homes.get(move.shard())).orElse(move.from());
        if (home.equals(move.to())) {
            return 3;
        }
        if (home.equals(move.from())) {
            return 0;
        }
        return shards.containsKey(home) ? 1 : 2;
    }

    /** How many of a node's shards are near this one, with none between that is not in use: the nearer, the more. */
    private double crowd(String node, int shard) {
        BitSet own = own(node);
        double crowd = 0;
        for (int side = -1; side <= 1; side += 2) {
            for (int distance = 1; distance <= REACH; distance++) {
                int neighbour = Math.floorMod(shard + side * distance, ring);
                if (!used.get(neighbour)) {
                    break;
                }
                crowd += own.get(neighbour) ? 1 / Math.sqrt(distance) : 0;
            }
        }
        return crowd;
    }

    private int all() {
        return shards.keySet().stream().mapToInt(this::size).sum();
    }

    private int size(String node) {
        return own(node).cardinality();
    }

    private BitSet own(String node) {
        return shards.computeIfAbsent(node, unknown -> new BitSet(ring));
    }

    Map<String, BitSet> shards() {
        Map<String, BitSet> copy = new TreeMap<>();
        shards.forEach((node, own) -> copy.put(node, (BitSet) own.clone()));
        return copy;
    }
}
