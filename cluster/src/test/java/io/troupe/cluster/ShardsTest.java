package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.Test;

final class ShardsTest {

    @Test
    void theTasksOfAConnectorLieOnConsecutiveShards() {
        ConnectorId connector = new ConnectorId("orders", 3);
        int first = Shards.ofTask(connector, 0);

        for (int task = 0; task < 3000; task++) {
            assertThat(Shards.ofTask(connector, task)).isEqualTo((first + task) % Shards.TASKS);
        }
    }

    @Test
    void aShardIsNeverNegative() {
        IntStream.range(0, 10_000)
                .mapToObj(number -> id(Long.MAX_VALUE - number))
                .forEach(id -> {
                    assertThat(Shards.ofTask(id, 20)).isBetween(0, Shards.TASKS - 1);
                    assertThat(Shards.ofConnector(id)).isBetween(0, Shards.COUNT - 1);
                });
    }

    @Test
    void entitiesAreFoundByTheirIds() {
        ConnectorId connector = new ConnectorId("or@ders#1", 3);
        String task = new TaskId(connector, 5).toString();

        assertThat(Shards.connectors().shardId(connector.toString())).isEqualTo("" + Shards.ofConnector(connector));
        assertThat(Shards.tasks().shardId(task)).isEqualTo("" + Shards.ofTask(connector, 5));
        assertThat(Shards.tasks().entityId(new ShardingEnvelope<>(task, TaskEntity.Dismiss.INSTANCE)))
                .isEqualTo(task);
    }

    @Test
    void connectorsThatFollowEachOtherHaveShardsOfTheirOwn() {
        Set<Integer> shards = IntStream.range(5, 5 + Shards.COUNT)
                .map(number -> Shards.ofConnector(id(number)))
                .boxed()
                .collect(Collectors.toSet());

        assertThat(shards).hasSize(Shards.COUNT);
    }

    @Test
    void theirTasksBeginFarApart() {
        for (int from = 1; from < 2000; from++) {
            int[] starts = IntStream.range(from, from + 40)
                    .map(number -> Shards.ofTask(id(number), 0))
                    .sorted()
                    .toArray();
            for (int next = 1; next < starts.length; next++) {
                assertThat(starts[next] - starts[next - 1]).isGreaterThanOrEqualTo(10);
            }
        }
    }

    private static ConnectorId id(long incarnation) {
        return new ConnectorId("c" + incarnation, incarnation);
    }
}
