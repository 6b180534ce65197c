package io.troupe.cluster;

import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.catalogue.Prompter;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.util.function.ToIntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The addresses of entities. A fixed number of shards; the tasks of one connector lie on consecutive shards, so that
 * nodes which share the shards evenly share each connector's tasks evenly, too.
 */
public final class Shards implements Prompter {

    /**
     * Of connectors, and of offsets: they are light, and each shard has to find a place by itself when a node goes. Not
     * more than are needed for several nodes to have some.
     */
    public static final int COUNT = 16;

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
    private final ActorRef<? super Procession.Command> procession;
    private volatile boolean leaving;

    /** @param procession gets to know what leaves this node for another one */
    Shards(ClusterSharding sharding, ActorRef<? super Procession.Command> procession) {
        this.sharding = sharding;
        this.procession = procession;
    }

    /** To be said when sharding takes the connector from this node: else it sleeps on the next. */
    public void connectorMoved(ConnectorId connector) {
        procession.tell(new Procession.ConnectorMoved(connector));
    }

    /** The same of a task. */
    public void taskMoved(TaskId task) {
        procession.tell(new Procession.TaskMoved(task));
    }

    /** The same of a task that performs on until it is told to {@link TaskEntity.Leave}. */
    public void taskWaits(TaskId task, ActorRef<TaskEntity.Command> self) {
        procession.tell(new Procession.TaskWaits(task, self));
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
        return connector(sharding, id);
    }

    static EntityRef<ConnectorCommand> connector(ClusterSharding sharding, ConnectorId id) {
        return sharding.entityRefFor(CONNECTOR, id.toString());
    }

    public EntityRef<TaskEntity.Command> task(TaskId id) {
        return task(sharding, id);
    }

    static EntityRef<TaskEntity.Command> task(ClusterSharding sharding, TaskId id) {
        return sharding.entityRefFor(TASK, id.toString());
    }

    /** @param connectorName offsets belong to the name: they outlive a connector's deletion */
    public EntityRef<OffsetsEntity.Command> offsets(String connectorName) {
        return sharding.entityRefFor(OFFSETS, connectorName);
    }

    @Override
    public void settle(ConnectorId connector, boolean configured, ActorRef<Catalogue.Command> catalogue) {
        connector(connector).tell(new ConnectorCommand.Settle(configured, catalogue));
    }

    @Override
    public void wake(ConnectorId connector) {
        remind(connector, ConnectorCommand.Wake.ALONE);
    }

    @Override
    public void wakeWithTasks(ConnectorId connector) {
        remind(connector, ConnectorCommand.Wake.WITH_TASKS);
    }

    /** A node that leaves alone would wait in vain to pass it on. */
    private void remind(ConnectorId connector, ConnectorCommand reminder) {
        if (!leaving) {
            connector(connector).tell(reminder);
        }
    }

    static ShardingMessageExtractor<ShardingEnvelope<ConnectorCommand>, ConnectorCommand> connectors() {
        return extractor(id -> ofConnector(ConnectorId.parse(id)));
    }

    static ShardingMessageExtractor<ShardingEnvelope<TaskEntity.Command>, TaskEntity.Command> tasks() {
        return extractor(id -> ofTask(TaskId.parse(id)));
    }

    /** Incarnations are counted: connectors meet on a shard only when there are more of them than shards. */
    static int ofConnector(ConnectorId connector) {
        return (int) Math.floorMod(connector.incarnation(), (long) COUNT);
    }

    static int ofTask(TaskId task) {
        return ofTask(task.connector(), task.number());
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
