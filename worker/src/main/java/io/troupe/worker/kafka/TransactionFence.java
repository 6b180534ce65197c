package io.troupe.worker.kafka;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.MarkPosition;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What it takes to know how the transactions of earlier runs of a connector's tasks ended. Its calls block. */
public interface TransactionFence extends AutoCloseable {

    /**
     * From here on no earlier run of these tasks can commit anything, and what they had open is over.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when that is not certain
     */
    void fence(Set<Integer> tasks);

    /**
     * The marks of the last transactions that the connector's tasks committed, by task. Of a task it is the last one
     * only if nothing more can be committed in its name.
     *
     * @param from nothing before it matters; null when everything does
     * @throws org.apache.kafka.connect.errors.ConnectException when Kafka does not say
     */
    Map<Integer, CommittedMark> lastCommitted(@Nullable MarkPosition from);

    /** Ends what is being asked. Safe from any thread. */
    @Override
    void close();
}
