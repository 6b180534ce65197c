package io.troupe.worker.source;

import io.troupe.worker.kafka.TransactionFence;

/** The way of one run of a source task to its remembered offsets. Opening it fences earlier runs, and may block. */
public interface RunOffsets {

    /** @throws org.apache.kafka.connect.errors.ConnectException when a later run has begun, or nobody answers */
    SourceOffsets atLeastOnce();

    /**
     * Opens once it is known how all earlier transactions ended.
     *
     * @param fence for the runs of other tasks that had these source partitions before
     * @param takeOver fences earlier runs of this task
     * @throws org.apache.kafka.connect.errors.ConnectException when a later run has begun, or that cannot be found out
     */
    TransactionalOffsets exactlyOnce(TransactionFence fence, Runnable takeOver);
}
