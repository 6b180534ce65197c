package io.troupe.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SpreadTest {

    private static final int RING = 256;

    /** One, and two more where nodes have enough for it not to matter. */
    private static final int EVEN = 3;

    @Provide
    Arbitrary<List<Integer>> inAnyOrder() {
        return Arbitraries.integers()
                .between(0, RING - 1)
                .list()
                .uniqueElements()
                .ofMaxSize(RING);
    }

    @Property(tries = 200)
    void nodesHaveEquallyMany(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 1, max = 9) int nodes) {
        World world = World.of(RING, nodes).use(shards);

        assertThat(world.gap()).isLessThanOrEqualTo(shards.size() < 10 * nodes ? 1 : EVEN);
        assertThat(world.settle()).isEmpty();
    }

    @Property(tries = 200)
    void theTasksOfOneConnectorDifferByOneAtMost(
            @ForAll @IntRange(min = 0, max = RING - 1) int first,
            @ForAll @IntRange(min = 1, max = 60) int tasks,
            @ForAll @IntRange(min = 1, max = 9) int nodes) {
        List<Integer> shards = IntStream.range(first, first + tasks)
                .map(it -> it % RING)
                .boxed()
                .toList();

        assertThat(World.of(RING, nodes).use(shards).gap()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 200)
    void aNodeThatJoinsGetsItsShareAndNothingElseMoves(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 1, max = 8) int nodes) {
        World world = World.of(RING, nodes).use(shards);
        Map<String, BitSet> before = world.nodes();
        List<Spread.Move> moves = world.join("joined").settle();

        BitSet moved = new BitSet();
        moves.forEach(move -> moved.set(move.shard()));
        assertThat(world.of("joined")).isEqualTo(moved);
        assertThat(moves).hasSize(moved.cardinality()).hasSizeLessThanOrEqualTo(shards.size() / (nodes + 1));
        assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
        before.forEach((node, own) -> {
            own.andNot(moved);
            assertThat(world.of(node)).isEqualTo(own);
        });
    }

    @Property(tries = 200)
    void whenANodeIsGoneOnlyItsShardsMove(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 2, max = 9) int nodes) {
        World world = World.of(RING, nodes).use(shards);
        BitSet homeless = world.of("node-0");
        world.leave("node-0");

        assertThat(world.moves().keySet()).isEqualTo(homeless.stream().boxed().collect(Collectors.toSet()));
        assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
        assertThat(world.settle()).isEmpty();
    }

    @Property(tries = 200)
    void aNodeThatComesBackGetsWhatItHad(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 2, max = 9) int nodes) {
        World world = World.of(RING, nodes).use(shards);
        BitSet own = (BitSet) world.of("node-0").clone();
        List<Spread.Move> moves = world.leave("node-0").join("node-0").settle();

        assertThat(moves).allMatch(move -> move.to().equals("node-0"));
        assertThat(moves.stream().filter(move -> !own.get(move.shard())))
                .hasSizeLessThanOrEqualTo(shards.size() < 10 * nodes ? 0 : EVEN);
        assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
    }

    /** @param patience how many batches the one who restarts the nodes waits for before the next one's turn */
    @Property(tries = 200)
    void whenThreeNodesAreRestartedInTurnNoTaskOfAConnectorMovesMoreThanTwice(
            @ForAll @IntRange(min = 1, max = 60) int tasks, @ForAll @IntRange(min = 0, max = 12) int patience) {
        World world = rolled(3, IntStream.range(0, tasks).boxed().toList(), patience);

        assertThat(world.moves().values()).allMatch(moves -> moves <= 2);
        assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
    }

    /** Where it does not come out even, one or two move once more. */
    @Property(tries = 200)
    void nearlyNoneOfManyConnectorsDoes(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 2, max = 6) int nodes) {
        World world = rolled(nodes, shards, RING);

        assertThat(world.moves().values().stream().filter(moves -> moves > 2)).hasSizeLessThanOrEqualTo(nodes);
        assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
    }

    private static World rolled(int nodes, List<Integer> shards, int patience) {
        World world = World.of(RING, nodes).use(shards);
        for (int node = 0; node < nodes; node++) {
            world.leave("node-" + node).join("node-" + node);
            IntStream.range(0, patience).forEach(batch -> world.evenOut(8));
        }
        world.settle();
        return world;
    }

    /** As with workers that get another address each time: what is moved anyway moves on. */
    @Property(tries = 200)
    void aNodeThatReplacesAnotherGetsWhatThatOneHad(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 2, max = 6) int nodes) {
        World world = World.of(RING, nodes).use(shards);
        BitSet own = (BitSet) world.of("node-0").clone();
        List<Spread.Move> moves = world.leave("node-0").join("successor").settle();

        assertThat(moves.stream().filter(move -> !own.get(move.shard())))
                .hasSizeLessThanOrEqualTo(shards.size() < 10 * nodes ? 0 : EVEN);
        assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
    }

    /** The memory may be lost, or be old: then shards move more often, but they lie as evenly. */
    @Property(tries = 200)
    void nodesAreEvenWhateverIsRemembered(
            @ForAll("inAnyOrder") List<Integer> shards,
            @ForAll List<@IntRange(min = 0, max = 4) Integer> events,
            @ForAll boolean forgetful) {
        World world = World.of(RING, 4).use(shards);
        for (int event : events) {
            String node = "node-" + event;
            if (!world.nodes().containsKey(node)) {
                world.join(node);
            } else if (world.nodes().size() > 1) {
                world.leave(node);
            }
            if (forgetful) {
                world.forget();
            }
            world.settle();

            assertThat(world.gap()).isLessThanOrEqualTo(EVEN);
        }
    }

    @Test
    void shardsThatNobodyAsksForAreForgotten() {
        BitSet own = new BitSet(RING);
        own.set(1);
        Map<Integer, String> homes = new HashMap<>(Map.of(1, "a", 2, "b"));
        Spread spread = new Spread(RING, Map.of("a", own, "b", new BitSet(RING)), homes);
        assertThat(spread.waits()).isTrue();

        spread.forgetWaiting();

        assertThat(homes).isEqualTo(Map.of(1, "a"));
        assertThat(spread.waits()).isFalse();
    }
}
