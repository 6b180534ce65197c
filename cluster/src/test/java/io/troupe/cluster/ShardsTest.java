package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShardsTest {

    private static final int CONNECTORS = 40;
    private static final int TASKS = 300;

    @Test
    void theTasksOfAConnectorLieOnConsecutiveShards() {
        ConnectorId connector = new ConnectorId("orders", 3);
        int first = Shards.of(connector, 0);

        for (int task = 0; task < 600; task++) {
            assertThat(Shards.of(connector, task)).isEqualTo((first + task) % Shards.COUNT);
        }
    }

    @Test
    void aShardIsNeverNegative() {
        IntStream.range(0, 10_000).forEach(number -> assertThat(Shards.of(new ConnectorId("c" + number, number), 1))
                .isBetween(0, Shards.COUNT - 1));
    }

    @Test
    void entitiesAreFoundByTheirIds() {
        ConnectorId connector = new ConnectorId("or@ders#1", 3);
        String task = new TaskId(connector, 5).toString();

        assertThat(Shards.connectors().shardId(connector.toString())).isEqualTo("" + Shards.of(connector, 0));
        assertThat(Shards.tasks().shardId(task)).isEqualTo("" + Shards.of(connector, 5));
        assertThat(Shards.tasks().entityId(new ShardingEnvelope<>(task, TaskEntity.Dismiss.INSTANCE)))
                .isEqualTo(task);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connector-%d", "orders%02d", "%d", "jdbc-source-table_%03d-prod"})
    void manyTasksSpreadWithoutPilesOrDeserts(String naming) {
        int[] load = load(number -> new ConnectorId(naming.formatted(number), number + 1));

        assertThat(IntStream.of(load).sum()).isEqualTo(TASKS);
        assertThat(IntStream.of(load).max().orElse(0)).isLessThanOrEqualTo(6);
        assertThat(IntStream.of(load).filter(tasks -> tasks > 0).count()).isGreaterThan(Shards.COUNT / 2);
    }

    private static int[] load(IntFunction<ConnectorId> ids) {
        int[] load = new int[Shards.COUNT];
        for (int task = 0; task < TASKS; task++) {
            load[Shards.of(ids.apply(task % CONNECTORS), task / CONNECTORS)]++;
        }
        return load;
    }
}
