package io.troupe.cluster.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.Marks;
import io.troupe.persistence.offset.Transactions.Batch;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be said of the last transaction, and when nothing can. */
class OutcomeTest {

    private static final Batch EIGHTH = batch("8-a", true);
    private static final Marks KNOWN = new Marks(8, 7, null);

    private static Batch batch(String mark, boolean offsets) {
        return new Batch(mark, offsets ? Map.of("p", "1") : Map.of(), Instant.EPOCH);
    }

    private static Outcome outcome(@Nullable Batch pending, Marks known, @Nullable String seen) {
        return Outcome.of(pending, known, seen == null ? null : new CommittedMark(seen, null));
    }

    @Test
    void theMarkInKafkaDecides() {
        assertThat(outcome(EIGHTH, KNOWN, "8-a")).isEqualTo(Outcome.COMMITTED);
        assertThat(outcome(EIGHTH, KNOWN, "7-a")).isEqualTo(Outcome.NOT_COMMITTED);
        assertThat(outcome(null, KNOWN, "7-a")).isEqualTo(Outcome.KNOWN);
        assertThat(outcome(null, Marks.NONE, null)).isEqualTo(Outcome.KNOWN);
    }

    @Test
    void aTransactionWithoutOffsetsDecidesNothing() {
        Batch first = batch("1-a", false);
        assertThat(outcome(first, new Marks(1, 0, null), null)).isEqualTo(Outcome.NOT_COMMITTED);
        assertThat(outcome(batch("8-a", false), KNOWN, null)).isEqualTo(Outcome.NOT_COMMITTED);
    }

    @Test
    void aJournalThatIsOlderThanKafkaIsNoticed() {
        assertThat(outcome(EIGHTH, KNOWN, "9-a")).isEqualTo(Outcome.JOURNAL_BEHIND);
        assertThat(outcome(null, KNOWN, "9-a")).isEqualTo(Outcome.JOURNAL_BEHIND);
        assertThat(outcome(null, Marks.NONE, "1-a")).isEqualTo(Outcome.JOURNAL_BEHIND);
        assertThat(outcome(EIGHTH, KNOWN, "8-b"))
                .as("the same number, given again by a journal that had lost it")
                .isEqualTo(Outcome.JOURNAL_BEHIND);
        assertThat(outcome(batch("8-a", false), KNOWN, "8-b")).isEqualTo(Outcome.JOURNAL_BEHIND);
    }

    @Test
    void marksThatAreGoneLeaveItOpen() {
        assertThat(outcome(EIGHTH, KNOWN, null)).isEqualTo(Outcome.MARK_LOST);
        assertThat(outcome(EIGHTH, KNOWN, "6-a"))
                .as("an older topic: the seventh was committed")
                .isEqualTo(Outcome.MARK_LOST);
        assertThat(outcome(null, KNOWN, null)).as("nothing is open").isEqualTo(Outcome.KNOWN);
    }

    @Test
    void marksOfBeforeTheyWereCountedAreElsewhere() {
        assertThat(outcome(batch("3d9f2a8e-0c55-4a57-9b6c-0d2f5a1c7e11", true), Marks.NONE, null))
                .isEqualTo(Outcome.MARK_NOT_COUNTED);
    }
}
