package io.troupe.cluster;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.util.function.ToIntFunction;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The addresses of entities. A fixed number of shards; the tasks of one connector lie on consecutive shards, so that
 * nodes which share the shards evenly share each connector's tasks evenly, too.
 */
public final class Shards {

    public static final int COUNT = 256;

    public static final EntityTypeKey<ConnectorCommand> CONNECTOR =
            EntityTypeKey.create(ConnectorCommand.class, "connector");
    public static final EntityTypeKey<TaskEntity.Command> TASK = EntityTypeKey.create(TaskEntity.Command.class, "task");
    public static final EntityTypeKey<OffsetsEntity.Command> OFFSETS =
            EntityTypeKey.create(OffsetsEntity.Command.class, "offsets");

    private final ClusterSharding sharding;
    private volatile boolean leaving;

    public Shards(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    /** The node leaves, tasks first. */
    void leave() {
        leaving = true;
    }

    /** Whether messages to tasks may find nobody here any more who passes them on. */
    public boolean leaving() {
        return leaving;
    }

    public EntityRef<ConnectorCommand> connector(ConnectorId id) {
        return sharding.entityRefFor(CONNECTOR, id.toString());
    }

    public EntityRef<TaskEntity.Command> task(TaskId id) {
        return sharding.entityRefFor(TASK, id.toString());
    }

    /** @param connectorName offsets belong to the name: they outlive a connector's deletion */
    public EntityRef<OffsetsEntity.Command> offsets(String connectorName) {
        return sharding.entityRefFor(OFFSETS, connectorName);
    }

    static ShardingMessageExtractor<ShardingEnvelope<ConnectorCommand>, ConnectorCommand> connectors() {
        return extractor(id -> of(ConnectorId.parse(id), 0));
    }

    static ShardingMessageExtractor<ShardingEnvelope<TaskEntity.Command>, TaskEntity.Command> tasks() {
        return extractor(id -> {
            TaskId task = TaskId.parse(id);
            return of(task.connector(), task.number());
        });
    }

    static int of(ConnectorId connector, int task) {
        return Math.floorMod(connector.toString().hashCode() + task, COUNT);
    }

    private static <M> ShardingMessageExtractor<ShardingEnvelope<M>, M> extractor(ToIntFunction<String> shard) {
        return new ShardingMessageExtractor<>() {
            @Override
            public String entityId(ShardingEnvelope<M> envelope) {
                return envelope.entityId();
            }

            @Override
            public String shardId(String entityId) {
                return Integer.toString(shard.applyAsInt(entityId));
            }

            @Override
            public M unwrapMessage(ShardingEnvelope<M> envelope) {
                return envelope.message();
            }
        };
    }
}
