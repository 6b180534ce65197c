package io.troupe.worker.kafka;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.MarkPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;

/** Transactions of the tasks of a connector "orders" in the group "g". */
public final class Transacting {

    private static final TransactionIds IDS = new TransactionIds("g", "orders");
    static final TransactionMarks MARKS =
            new TransactionMarks(new OffsetsTopic("connect-offsets", 25, Optional.empty(), true), "g", "orders");

    /** They have an offsets topic of two partitions. */
    public static final Cluster BROKERS =
            new Cluster("cluster", List.of(Node.noNode()), List.of(partition(0), partition(1)), Set.of(), Set.of());

    private Transacting() {}

    private static PartitionInfo partition(int number) {
        return new PartitionInfo("connect-offsets", number, Node.noNode(), new Node[0], new Node[0]);
    }

    public static TaskTransactions transactions(Producer<byte[], byte[]> producer, int task) {
        return new TaskTransactions(producer, IDS, MARKS, task);
    }

    /** Has these marks; nobody is to be fenced. */
    public static TransactionFence fence(Map<Integer, CommittedMark> marks) {
        return new TransactionFence() {
            @Override
            public void fence(Set<Integer> tasks) {
                throw new AssertionError("nobody is to be fenced");
            }

            @Override
            public Map<Integer, CommittedMark> lastCommitted(@Nullable MarkPosition from) {
                return marks;
            }

            @Override
            public void close() {}
        };
    }
}
