package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetCommitsTest {

    private static final String A = "{\"p\":\"a\"}";
    private static final String B = "{\"p\":\"b\"}";

    private final OffsetLedger ledger = new OffsetLedger();
    private final RecordedOffsets store = new RecordedOffsets();
    private int told;
    private OffsetCommits commits = within(Duration.ofMinutes(1));

    private OffsetCommits within(Duration timeout) {
        return new OffsetCommits(ledger, store, timeout, () -> told++);
    }

    private void acknowledged(@Nullable String partition, @Nullable Integer position) {
        OffsetLedgerTest.Sent sent = new OffsetLedgerTest.Sent(position == null ? null : Map.of("position", position));
        Map<String, String> key = partition == null ? nothing() : Map.of("p", partition);
        ledger.submit(key, sent);
        sent.acknowledge();
    }

    @SuppressWarnings("NullAway") // plugins hand over null partitions
    private static Map<String, String> nothing() {
        return null;
    }

    private static CompletableFuture<Void> failure() {
        return CompletableFuture.failedFuture(new IllegalStateException("no"));
    }

    @Test
    void whatIsCommittableIsRecordedAndThePluginIsTold() {
        acknowledged("a", 1);

        commits.begin();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"));
        assertThat(told).isEqualTo(1);
    }

    @Test
    void thePluginIsToldAlsoWhenThereWasNothingToRecord() {
        commits.begin();

        assertThat(store.asked()).isEmpty();
        assertThat(told).isEqualTo(1);
    }

    @Test
    void thePluginIsToldOnlyOnceOffsetsAreSafe() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        store.answer(slow);
        acknowledged("a", 1);

        commits.begin();
        commits.progress();
        assertThat(told).isZero();
        slow.complete(null);
        assertThat(told).as("on the task's thread, not the answer's").isZero();
        commits.progress();
        assertThat(told).isEqualTo(1);
        commits.progress();
        assertThat(told).isEqualTo(1);
    }

    @Test
    void thereIsOneCommitAtATime() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        store.answer(slow);
        acknowledged("a", 1);
        commits.begin();
        acknowledged("a", 2);

        commits.begin();
        assertThat(store.asked()).hasSize(1);
        slow.complete(null);
        commits.begin();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":2}"));
    }

    @Test
    void whatFailedGoesWithTheNextCommitUnlessItWasOvertaken() {
        store.answer(failure());
        acknowledged("a", 1);
        acknowledged("b", 1);
        commits.begin();
        assertThat(told).isZero();

        store.answer(CompletableFuture.completedFuture(null));
        acknowledged("a", 2);
        commits.begin();

        assertThat(store.asked().get(1)).isEqualTo(Map.of(A, "{\"position\":2}", B, "{\"position\":1}"));
        assertThat(told).isEqualTo(1);
        commits.begin();
        assertThat(store.asked()).as("recorded once").hasSize(2);
    }

    @Test
    void whatIsLateCountsAsFailed() {
        commits = within(Duration.ZERO);
        store.answer(new CompletableFuture<>());
        acknowledged("a", 1);

        commits.begin();
        commits.progress();
        store.answer(CompletableFuture.completedFuture(null));
        commits.begin();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":1}"));
    }

    @Test
    void aStoreThatThrowsCountsAsFailed() {
        store.answerBy(() -> {
            throw new IllegalStateException("away");
        });
        acknowledged("a", 1);

        commits.begin();

        assertThat(told).isZero();
        store.answer(CompletableFuture.completedFuture(null));
        commits.begin();
        assertThat(store.asked().get(store.asked().size() - 1)).isEqualTo(Map.of(A, "{\"position\":1}"));
    }

    @Test
    void aNullOffsetForgetsThePartition() {
        acknowledged("a", null);

        commits.begin();

        Map<String, @Nullable String> forgotten = new HashMap<>();
        forgotten.put(A, null);
        assertThat(store.asked()).containsExactly(forgotten);
    }

    @Test
    void aRecordThatComesFromNowhereHasNoOffsetToRecord() {
        acknowledged(null, null);
        acknowledged("a", 1);

        commits.begin();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"));
    }

    @Test
    void finishingWaitsForTheCommitUnderWayThenRecordsTheRest() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        store.answer(slow);
        acknowledged("a", 1);
        commits.begin();
        acknowledged("a", 2);
        store.answer(CompletableFuture.completedFuture(null));
        Thread answering = new Thread(() -> slow.complete(null));
        answering.start();

        commits.finish();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":2}"));
        assertThat(told).isEqualTo(2);
    }

    @Test
    void finishingWaitsNoLongerThanACommitMayTake() {
        commits = within(Duration.ofMillis(20));
        store.answer(new CompletableFuture<>());
        acknowledged("a", 1);

        commits.finish();

        assertThat(told).isZero();
        assertThat(store.asked()).hasSize(1);
    }

    @Test
    void finishingTriesAgainWhatFailed() {
        store.answer(failure());
        acknowledged("a", 1);
        commits.begin();
        store.answer(CompletableFuture.completedFuture(null));

        commits.finish();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":1}"));
        assertThat(told).isEqualTo(1);
    }
}
