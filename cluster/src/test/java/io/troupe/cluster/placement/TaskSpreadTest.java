package io.troupe.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.Shards;
import io.troupe.persistence.ConnectorId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What even shards mean for tasks: about 300 of 40 connectors, with 1 to 20 tasks each, on three nodes and more. */
final class TaskSpreadTest {

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.integers().between(1, 8)),
                        Tuple.of(1, Arbitraries.integers().between(1, 20)))
                .withoutEdgeCases()
                .list()
                .ofSize(40)
                .filter(sizes -> Math.abs(sizes.stream().mapToInt(size -> size).sum() - 300) < 60);
    }

    @Property(tries = 200)
    void staysEvenThroughLossJoinAndRoll(
            @ForAll("sizes") List<Integer> sizes, @ForAll @IntRange(min = 0, max = 1_000_000) int earlier) {
        List<List<Integer>> connectors = connectors(sizes, earlier);
        World world = World.of(Shards.TASKS, 3);
        connectors.forEach(world::use);
        assertEven(world, connectors, 3);

        world.leave("node-1");
        assertEven(world, connectors, 3);
        world.join("node-1").settle();
        assertEven(world, connectors, 3);
        world.join("node-3").settle();
        assertEven(world, connectors, 3);
        for (int node = 0; node < 4; node++) {
            world.leave("node-" + node).join("node-" + node).settle();
        }
        assertEven(world, connectors, 3);
    }

    /** Tasks of ten connectors at a time, as they happen to come. */
    @Property(tries = 200)
    void isEvenWhenConnectorsAreCreatedAtOnce(
            @ForAll("sizes") List<Integer> sizes,
            @ForAll @IntRange(min = 0, max = 1_000_000) int earlier,
            @ForAll Random random) {
        List<List<Integer>> connectors = connectors(sizes, earlier);
        World world = World.of(Shards.TASKS, 3);
        for (int from = 0; from < connectors.size(); from += 10) {
            List<List<Integer>> atOnce = new ArrayList<>(connectors.subList(from, from + 10));
            while (!atOnce.isEmpty()) {
                int next = random.nextInt(atOnce.size());
                List<Integer> tasks = atOnce.get(next);
                world.use(tasks.subList(0, 1));
                atOnce.set(next, tasks.subList(1, tasks.size()));
                atOnce.removeIf(List::isEmpty);
            }
        }

        assertEven(world, connectors, 5);
    }

    private static List<List<Integer>> connectors(List<Integer> sizes, int earlier) {
        List<List<Integer>> connectors = new ArrayList<>();
        for (int number = 0; number < sizes.size(); number++) {
            ConnectorId id = new ConnectorId("c" + number, earlier + number);
            connectors.add(IntStream.range(0, sizes.get(number))
                    .mapToObj(task -> Shards.ofTask(id, task))
                    .toList());
        }
        return connectors;
    }

    private static void assertEven(World world, List<List<Integer>> connectors, int ofOne) {
        List<Integer> all = connectors.stream().flatMap(List::stream).toList();
        double mean = (double) all.size() / world.nodes().size();

        assertThat((double) world.gap(all)).as("of all %d", all.size()).isLessThanOrEqualTo(mean / 10);
        connectors.forEach(tasks -> assertThat(world.gap(tasks))
                .as("of one connector's %d", tasks.size())
                .isLessThanOrEqualTo(ofOne));
    }
}
