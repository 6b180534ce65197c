package io.troupe.persistence.offset;

import io.troupe.persistence.offset.Transactions.Batch;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a transaction that was committed in Kafka.
 *
 * @param position null when it is not known
 */
public record CommittedMark(String mark, @Nullable MarkPosition position) {

    /** 0 for a mark that was not counted. */
    public long number() {
        return Batch.number(mark);
    }
}
