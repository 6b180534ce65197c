package io.troupe.cluster.offset;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.Transactions.Batch;
import org.jspecify.annotations.Nullable;

/** How the last transaction of a task ended, by what the journal knows of it and the last mark that is in Kafka. */
public enum Outcome {
    /** The journal knew it already. */
    KNOWN,
    COMMITTED,
    NOT_COMMITTED,

    /** Kafka has a mark that the journal does not know: it has lost what it knew. */
    JOURNAL_BEHIND,

    /** A mark that was in Kafka is not there any more, and the one in question may have gone with it. */
    MARK_LOST,

    /** It was prepared when marks were not counted yet, and left elsewhere. */
    MARK_NOT_COUNTED;

    /**
     * To be asked when what is pending cannot be committed any more. A run leaves a mark without offsets before its
     * first transaction with some, unless Kafka has one: that there is none says nothing of such a transaction.
     *
     * @param pending what was prepared last, unless it is known how that ended
     * @param known no older than what was seen
     * @param seen the last mark in Kafka; null for none
     */
    static Outcome of(@Nullable Batch pending, Marks known, @Nullable CommittedMark seen) {
        long last = seen == null ? 0 : seen.number();
        if (last > known.last()) {
            return JOURNAL_BEHIND;
        }
        if (pending == null) {
            return KNOWN;
        }
        if (seen != null && seen.mark().equals(pending.mark())) {
            return COMMITTED;
        }
        boolean harmless = pending.offsets().isEmpty();
        long number = Batch.number(pending.mark());
        if (number == 0 && !harmless) {
            return MARK_NOT_COUNTED;
        }
        if (number > 0 && last >= number) {
            return JOURNAL_BEHIND;
        }
        boolean lost = seen == null || last < known.committed();
        return lost && !harmless ? MARK_LOST : NOT_COMMITTED;
    }

    boolean certain() {
        return this == KNOWN || this == COMMITTED || this == NOT_COMMITTED;
    }
}
