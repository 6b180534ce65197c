package io.troupe.worker.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an exactly-once source task's offsets are remembered, beside the transactions that make them true: offsets are
 * prepared before their transaction is committed, and hold once it is. One transaction at a time.
 */
public interface TransactionalOffsets extends RememberedOffsets {

    /**
     * Remembers what holds if the transaction with this mark is committed, and only then. Blocks until that is safe.
     *
     * @param offsets as canonical JSON; null forgets a partition
     * @throws org.apache.kafka.connect.errors.ConnectException when it may not be committed: a later run has begun, this
     *     one is over, or nothing could be remembered
     */
    void prepare(String mark, Map<String, @Nullable String> offsets);

    /** The transaction that was prepared last was committed. Does not wait: Kafka knows it, too. */
    void committed();

    /** This run can commit nothing more: its producer is closed. Does not wait. */
    void end();

    /** From now on nothing can be prepared through this port. Safe from any thread. */
    void close();
}
