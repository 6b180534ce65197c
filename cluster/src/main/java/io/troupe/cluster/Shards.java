package io.troupe.cluster;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.util.function.Consumer;
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

    /** Of connectors, and of offsets. Each has to find a place by itself when a node goes: not more than needed. */
    public static final int COUNT = 64;

    /** Of tasks: enough that connectors seldom meet on one, for what shares a shard cannot be spread. */
    public static final int TASKS = 1024;

    /** Close to the golden section of {@link #TASKS}: however many connectors there are, they begin far apart. */
    private static final long STRIDE = 633;

    public static final EntityTypeKey<ConnectorCommand> CONNECTOR =
            EntityTypeKey.create(ConnectorCommand.class, "connector");
    public static final EntityTypeKey<TaskEntity.Command> TASK = EntityTypeKey.create(TaskEntity.Command.class, "task");
    public static final EntityTypeKey<OffsetsEntity.Command> OFFSETS =
            EntityTypeKey.create(OffsetsEntity.Command.class, "offsets");

    private final ClusterSharding sharding;
    private final Consumer<ConnectorId> moved;
    private volatile boolean leaving;

    /** @param moved gets to know the connector of what leaves this node for another one */
    public Shards(ClusterSharding sharding, Consumer<ConnectorId> moved) {
        this.sharding = sharding;
        this.moved = moved;
    }

    /** To be said when sharding takes the connector, or a task of it, from this node: else it sleeps on the next. */
    public void moved(ConnectorId connector) {
        moved.accept(connector);
    }

    /** The node leaves. */
    void leave() {
        leaving = true;
    }

    /** Whether messages to tasks may find nobody who takes them: the node would wait in vain to pass them on. */
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
        return extractor(id -> ofConnector(ConnectorId.parse(id)));
    }

    static ShardingMessageExtractor<ShardingEnvelope<TaskEntity.Command>, TaskEntity.Command> tasks() {
        return extractor(id -> {
            TaskId task = TaskId.parse(id);
            return ofTask(task.connector(), task.number());
        });
    }

    /** Incarnations are counted: connectors meet on a shard only when there are more of them than shards. */
    static int ofConnector(ConnectorId connector) {
        return (int) Math.floorMod(connector.incarnation(), (long) COUNT);
    }

    public static int ofTask(ConnectorId connector, int task) {
        return (int) Math.floorMod(connector.incarnation() * STRIDE + task, (long) TASKS);
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
