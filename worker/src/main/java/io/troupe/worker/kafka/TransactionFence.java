package io.troupe.worker.kafka;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What it takes to know how the transactions of earlier runs of a connector's tasks ended. Its calls block. */
public interface TransactionFence {

    /**
     * From here on no earlier run of these tasks can commit anything, and what they had open is over.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when that is not certain
     */
    void fence(Set<Integer> tasks);

    /**
     * The mark of the last transaction that a task committed; null when Kafka knows of none. To be asked when nothing
     * more can be committed in the task's name.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when Kafka does not say
     */
    @Nullable
    String lastCommitted(int task);
}
