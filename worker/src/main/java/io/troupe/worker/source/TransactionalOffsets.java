package io.troupe.worker.source;

import io.troupe.persistence.offset.MarkPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an exactly-once source task's offsets are remembered, beside the transactions that make them true: offsets are
 * prepared before their transaction is committed, and hold once it is. One transaction at a time.
 */
public interface TransactionalOffsets extends RememberedOffsets {

    /**
     * False when Kafka has no mark of the last transaction: then one without offsets has to leave one before the first
     * with some, so that a mark that is missing later is never taken for an answer.
     */
    boolean marked();

    /**
     * Remembers what holds if the transaction that is open is committed, and only then. Blocks until that is safe.
     *
     * @param offsets as canonical JSON; null forgets a partition
     * @return the mark that the transaction has to carry, unlike that of any other
     * @throws org.apache.kafka.connect.errors.ConnectException when it may not be committed: a later run has begun, this
     *     one is over, or nothing could be remembered
     */
    String prepare(Map<String, @Nullable String> offsets);

    /**
     * The transaction that was prepared last was committed. Does not wait: Kafka knows it, too.
     *
     * @param position of its mark; null when it is not known
     */
    void committed(@Nullable MarkPosition position);

    /** This run can commit nothing more: its producer is closed. Does not wait. */
    void end();

    /** From now on nothing can be prepared through this port. Safe from any thread. */
    void close();
}
