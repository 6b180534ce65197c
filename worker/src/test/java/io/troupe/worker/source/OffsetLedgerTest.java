package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.source.OffsetLedger.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {

    private static final Map<String, String> A = Map.of("partition", "a");
    private static final Map<String, String> B = Map.of("partition", "b");

    private final OffsetLedger ledger = new OffsetLedger();

    static final class Sent extends Entry {
        private final @Nullable Map<String, ?> partition;
        private final @Nullable Map<String, ?> offset;

        Sent(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
            this.partition = partition;
            this.offset = offset;
        }

        @Override
        protected @Nullable Map<String, ?> partition() {
            return partition;
        }

        @Override
        protected @Nullable Map<String, ?> offset() {
            return offset;
        }
    }

    private Sent sent(Map<String, ?> partition, int position) {
        Sent entry = new Sent(partition, Map.of("position", position));
        ledger.submit(List.of(entry), () -> false);
        return entry;
    }

    private static Map<String, ?> at(int position) {
        return Map.of("position", position);
    }

    @Test
    void nothingBeyondARecordThatIsStillOutIsCommitted() {
        Sent first = sent(A, 1);
        Sent second = sent(A, 2);
        Sent third = sent(A, 3);

        second.acknowledge();
        third.acknowledge();
        assertThat(ledger.drain()).isEmpty();

        first.acknowledge();
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(3)));
    }

    @Test
    void partitionsDoNotWaitForEachOther() {
        sent(A, 1);
        sent(B, 7).acknowledge();

        assertThat(ledger.drain()).isEqualTo(Map.of(B, at(7)));
    }

    @Test
    void anOffsetIsGivenOnce() {
        sent(A, 1).acknowledge();
        Sent second = sent(A, 2);

        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(1)));
        assertThat(ledger.drain()).isEmpty();
        second.acknowledge();
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(2)));
        assertThat(ledger.drain()).isEmpty();
    }

    @Test
    void equalPartitionsAreOne() {
        Sent first = sent(Map.of("partition", "a"), 1);
        sent(new HashMap<>(A), 2).acknowledge();

        assertThat(ledger.drain()).isEmpty();
        first.acknowledge();
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(2)));
    }

    @Test
    void aRecordThatIsNotNotedYetIsNotCommittedThoughKafkaHasIt() {
        Sent early = new Sent(A, at(1));
        early.acknowledge();
        assertThat(ledger.drain()).isEmpty();

        ledger.submit(List.of(early), () -> false);
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(1)));
    }

    @Test
    void settledMeansThatNothingIsOut() {
        assertThat(ledger.settled()).isTrue();
        Sent a = sent(A, 1);
        Sent b = sent(B, 1);
        assertThat(ledger.settled()).isFalse();
        b.acknowledge();
        assertThat(ledger.settled()).isFalse();
        a.acknowledge();
        assertThat(ledger.settled()).isTrue();
        assertThat(ledger.drain()).as("settling takes nothing out").hasSize(2);
    }

    @Test
    void aRecordWithoutOffsetForgetsItsPartition() {
        Sent nowhere = new Sent(A, null);
        ledger.submit(List.of(nowhere), () -> false);
        nowhere.acknowledge();

        assertThat(ledger.drain()).hasSize(1).containsEntry(A, null);
    }

    @Test
    void aBatchThatIsCompleteIsLetGoAsAWholeAndOneUnderWayRecordByRecord() {
        List<Sent> batch = List.of(new Sent(A, at(1)), new Sent(B, at(1)), new Sent(A, at(2)), new Sent(A, at(3)));
        AtomicBoolean complete = new AtomicBoolean();
        ledger.submit(batch, complete::get);
        batch.get(0).acknowledge();
        batch.get(1).acknowledge();
        batch.get(3).acknowledge();
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(1), B, at(1)));
        assertThat(ledger.drain()).as("given once").isEmpty();

        complete.set(true);
        sent(A, 4);
        assertThat(ledger.settled()).isFalse();
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(3)));
        assertThat(ledger.drain()).isEmpty();
    }

    @Test
    void nothingBehindARefusedRecordIsWaitedFor() {
        Sent first = sent(A, 1);
        Sent refused = sent(A, 2);
        sent(A, 3);
        Sent other = sent(B, 1);
        refused.refuse();
        assertThat(ledger.settled()).isFalse();

        first.acknowledge();
        assertThat(ledger.settled()).isFalse();

        other.acknowledge();
        assertThat(ledger.settled()).isTrue();
        assertThat(ledger.drain()).isEqualTo(Map.of(A, at(1), B, at(1)));
    }

    @Test
    void aRefusedRecordNeverCounts() {
        Sent refused = sent(A, 1);
        Sent second = sent(A, 2);
        refused.refuse();
        second.acknowledge();

        assertThat(ledger.settled()).isTrue();
        assertThat(ledger.drain()).isEmpty();
    }
}
