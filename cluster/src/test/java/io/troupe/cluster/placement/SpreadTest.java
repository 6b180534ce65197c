package io.troupe.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class SpreadTest {

    private static final int RING = 256;

    @Provide
    Arbitrary<List<Integer>> inAnyOrder() {
        return Arbitraries.integers()
                .between(0, RING - 1)
                .list()
                .uniqueElements()
                .ofMaxSize(RING);
    }

    /** Shards of a few connectors, each with some tasks on consecutive ones. */
    @Provide
    Arbitrary<List<Integer>> connectors() {
        Arbitrary<Integer> first = Arbitraries.integers().between(0, RING - 1);
        Arbitrary<Integer> tasks = Arbitraries.integers().between(1, 12);
        return first.flatMap(from -> tasks.map(
                        count -> IntStream.range(from, from + count).boxed().toList()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(all -> all.stream()
                        .flatMap(List::stream)
                        .map(shard -> shard % RING)
                        .distinct()
                        .toList());
    }

    @Property(tries = 200)
    void nodesDifferByOneShardAtMost(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 1, max = 9) int nodes) {
        assertEven(placed(shards, nodes));
    }

    @Property(tries = 200)
    void consecutiveShardsLieOnDifferentNodes(
            @ForAll @IntRange(min = 0, max = RING - 1) int first,
            @ForAll @IntRange(min = 1, max = 60) int tasks,
            @ForAll @IntRange(min = 2, max = 9) int nodes) {
        List<Integer> shards = IntStream.range(first, first + tasks)
                .map(shard -> shard % RING)
                .boxed()
                .toList();
        Map<String, Set<Integer>> spread = placed(shards, nodes);

        for (int task = 1; task < tasks; task++) {
            assertThat(owner(spread, shards.get(task))).isNotEqualTo(owner(spread, shards.get(task - 1)));
        }
        for (int from = 0; from + nodes <= tasks; from++) {
            assertThat(shards.subList(from, from + nodes).stream()
                            .map(shard -> owner(spread, shard))
                            .distinct())
                    .as("%d in a row", nodes)
                    .hasSize(nodes);
        }
    }

    @Property(tries = 200)
    void whatIsEvenStaysWhereItIs(
            @ForAll("connectors") List<Integer> shards, @ForAll @IntRange(min = 1, max = 9) int nodes) {
        assertThat(new Spread<>(RING, placed(shards, nodes)).evenOut()).isEmpty();
    }

    @Property(tries = 200)
    void aNodeThatJoinsGetsItsShareAndNothingElseMoves(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 1, max = 8) int nodes) {
        Map<String, Set<Integer>> before = placed(shards, nodes);
        before.put("joined", Set.of());
        Spread<String> spread = new Spread<>(RING, before);
        List<Spread.Move<String>> moves = spread.evenOut();

        assertThat(moves).hasSize(shards.size() / (nodes + 1));
        assertThat(spread.shards().get("joined"))
                .isEqualTo(moves.stream().map(Spread.Move::shard).collect(Collectors.toSet()));
        assertEven(spread.shards());
        assertThat(spread.evenOut()).isEmpty();
    }

    @Property(tries = 200)
    void whenANodeIsGoneOnlyItsShardsMove(
            @ForAll("inAnyOrder") List<Integer> shards, @ForAll @IntRange(min = 2, max = 9) int nodes) {
        Map<String, Set<Integer>> before = placed(shards, nodes);
        Set<Integer> homeless = before.remove("node-0");
        Spread<String> spread = new Spread<>(RING, before);
        homeless.forEach(spread::place);

        before.forEach((node, own) -> assertThat(spread.shards().get(node)).containsAll(own));
        assertEven(spread.shards());
        assertThat(spread.evenOut()).isEmpty();
    }

    /** Of many tasks of one connector none is left with two nodes' worth, whoever joins. */
    @Property(tries = 100)
    void aNodeThatJoinsSharesEveryConnector(@ForAll @IntRange(min = 2, max = 6) int nodes) {
        Map<String, Set<Integer>> before =
                placed(IntStream.range(0, RING).boxed().toList(), nodes);
        before.put("joined", Set.of());
        Spread<String> spread = new Spread<>(RING, before);
        spread.evenOut();

        int window = 3 * (nodes + 1);
        for (int from = 0; from < RING; from++) {
            List<String> owners = new ArrayList<>();
            for (int shard = from; shard < from + window; shard++) {
                owners.add(owner(spread.shards(), shard % RING));
            }
            assertThat(owners.stream().filter("joined"::equals).count()).isBetween(1L, 6L);
        }
    }

    private static Map<String, Set<Integer>> placed(List<Integer> shards, int nodes) {
        Map<String, Set<Integer>> empty = new HashMap<>();
        for (int node = 0; node < nodes; node++) {
            empty.put("node-" + node, new HashSet<>());
        }
        Spread<String> spread = new Spread<>(RING, empty);
        shards.forEach(spread::place);
        return new HashMap<>(spread.shards());
    }

    private static String owner(Map<String, Set<Integer>> spread, int shard) {
        return spread.entrySet().stream()
                .filter(entry -> entry.getValue().contains(shard))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static void assertEven(Map<String, Set<Integer>> spread) {
        List<Integer> sizes = spread.values().stream().map(Set::size).sorted().toList();
        assertThat(sizes.get(sizes.size() - 1) - sizes.get(0)).isLessThanOrEqualTo(1);
    }
}
