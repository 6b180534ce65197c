package io.troupe.worker.offset;

import io.troupe.worker.kafka.TransactionFence;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source offsets of a connector as a whole; partitions and offsets are canonical JSON, see {@link
 * io.troupe.persistence.offset.OffsetJson}. Every call blocks for a bounded time.
 */
public interface OffsetStore {

    /** @throws org.apache.kafka.connect.errors.ConnectException when they cannot be read */
    Map<String, String> all();

    /**
     * Finds out how transactions ended that earlier tasks may have left behind: their offsets hold, or never will.
     *
     * @return the marks of the last transactions in Kafka, by task
     * @throws org.apache.kafka.connect.errors.ConnectException when nothing can be made certain
     */
    Map<Integer, Long> settle(TransactionFence fence);

    /**
     * Offsets were changed with what these transactions wrote in mind: tasks may go on even if nobody remembers them.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when that cannot be remembered
     */
    void accept(Map<Integer, Long> marks);

    /**
     * From now on nothing that ran before can record offsets.
     *
     * @param changes null forgets a partition
     * @throws org.apache.kafka.connect.errors.ConnectException when they cannot be changed
     */
    void alter(Map<String, @Nullable String> changes);

    /** Forgets them all; otherwise as {@link #alter}. */
    void reset();
}
