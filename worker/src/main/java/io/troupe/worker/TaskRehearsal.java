package io.troupe.worker;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.kafka.TransactionFence;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.metrics.WorkerMetrics;
import io.troupe.worker.source.RunOffsets;
import io.troupe.worker.source.SourceOffsets;
import io.troupe.worker.source.TransactionalOffsets;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what tasks need, unused: the first of a process take long to make, and no task ought to wait for that. A source
 * task of a plugin that comes with Troupe is started and stopped, and asked for nothing; of a sink's there is a
 * consumer. Nothing is written, nothing remembered, and no connector or converter of a user is called.
 */
public final class TaskRehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRehearsal.class);

    /** A task that no connector has. */
    public static final TaskId NOBODY = new TaskId(new ConnectorId("rehearsal", 0), 0);

    /** Always there; its task neither calls Kafka nor reads anything when it starts. */
    private static final String HEARTBEATS = "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector";

    private static final Map<String, String> CONNECTOR = Map.of(
            "name", "rehearsal",
            "connector.class", HEARTBEATS,
            "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter",
            "source.cluster.alias", "rehearsal",
            "target.cluster.alias", "rehearsal");

    private static final Map<String, String> TASK = Map.of(
            "task.class",
            "org.apache.kafka.connect.mirror.MirrorHeartbeatTask",
            "name",
            "rehearsal",
            "connector.class",
            HEARTBEATS,
            "source.cluster.alias",
            "rehearsal",
            "target.cluster.alias",
            "rehearsal");

    private TaskRehearsal() {}

    /**
     * What does not work here is reported by whoever needs it: connectors may override the worker's settings, and the
     * plugin may not be there. Exactly-once tasks would write when they begin, so there is a producer alone.
     */
    public static void of(TaskLoops loops, KafkaClients clients, WorkerMetrics metrics) {
        if (clients.exactlyOnce() || !performed(loops, metrics)) {
            make(() -> clients.producer(NOBODY, Map.of()));
        }
        make(() -> clients.consumer(NOBODY, Map.of(), true));
    }

    private static void make(Supplier<? extends Closeable> client) {
        try (Closeable made = client.get()) {
            LOG.debug("Made {} for the first time", made);
        } catch (KafkaException | IOException e) {
            LOG.debug("The worker's settings alone make no client", e);
        }
    }

    private static boolean performed(TaskLoops loops, WorkerMetrics metrics) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Concealment concealed = Concealment.ofThread();
        try (TaskMetrics figures = metrics.task(NOBODY)) {
            TaskLoop loop = loops.build(
                    new Assignment(NOBODY, 0, 0, TargetState.STARTED, CONNECTOR, TASK),
                    figures,
                    ActiveTopics.untracked(),
                    Forgetful.INSTANCE);
            try {
                loop.start();
            } finally {
                loop.stop(TaskLoop.End.FOR_GOOD);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.debug("The rehearsal of a task ended early", e);
            return false;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            concealed.enter();
        }
    }

    /** Knows no offsets. */
    private enum Forgetful implements RunOffsets, SourceOffsets {
        INSTANCE;

        @Override
        public SourceOffsets atLeastOnce() {
            return this;
        }

        @Override
        public TransactionalOffsets exactlyOnce(TransactionFence fence, Runnable takeOver) {
            throw new UnsupportedOperationException("no transactions in a rehearsal");
        }

        @Override
        public Map<String, String> read(Collection<String> partitions) {
            return Map.of();
        }

        @Override
        public CompletionStage<Void> record(Map<String, @Nullable String> offsets) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
