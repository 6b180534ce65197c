package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.metrics.TestMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetCommitsTest {

    private static final String A = "{\"p\":\"a\"}";
    private static final String B = "{\"p\":\"b\"}";

    private final OffsetLedger ledger = new OffsetLedger();
    private final RecordedOffsets store = new RecordedOffsets();
    private final AtomicInteger told = new AtomicInteger();
    private OffsetCommits commits = within(Duration.ofMinutes(1));

    private OffsetCommits within(Duration timeout) {
        return new OffsetCommits(ledger, store, timeout, TestMetrics.ofTask("commits"), told::incrementAndGet);
    }

    private void acknowledged(@Nullable String partition, @Nullable Integer position) {
        OffsetLedgerTest.Sent sent = new OffsetLedgerTest.Sent(
                partition == null ? null : Map.of("p", partition),
                position == null ? null : Map.of("position", position));
        ledger.submit(List.of(sent), () -> false);
        sent.acknowledge();
    }

    private static CompletableFuture<Void> failure() {
        return CompletableFuture.failedFuture(new IllegalStateException("no"));
    }

    @Test
    void whatIsCommittableIsRecordedAndThePluginIsTold() {
        acknowledged("a", 1);

        commits.commit();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"));
        assertThat(told.get()).isEqualTo(1);
    }

    @Test
    void thePluginIsToldAlsoWhenThereWasNothingToRecord() {
        commits.commit();

        assertThat(store.asked()).isEmpty();
        assertThat(told.get()).isEqualTo(1);
    }

    /** Begins a commit whose answer does not come before the future is completed. */
    private Thread begun(CompletableFuture<Void> slow) {
        CountDownLatch asked = new CountDownLatch(1);
        store.answerBy(() -> {
            asked.countDown();
            return slow;
        });
        Thread committing = new Thread(commits::commit);
        committing.start();
        await(asked);
        return committing;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thePluginIsToldOnlyOnceOffsetsAreSafe() throws InterruptedException {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        acknowledged("a", 1);
        Thread committing = begun(slow);
        assertThat(told.get()).isZero();

        slow.complete(null);
        committing.join(10_000);

        assertThat(told.get()).isEqualTo(1);
    }

    @Test
    void thereIsOneCommitAtATime() throws InterruptedException {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        acknowledged("a", 1);
        Thread committing = begun(slow);
        acknowledged("a", 2);

        commits.commit();
        assertThat(store.asked()).hasSize(1);
        slow.complete(null);
        committing.join(10_000);
        commits.commit();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":2}"));
    }

    @Test
    void anOffsetThatCannotBeRecordedFailsTheCommitButKeepsNoOtherBack() {
        acknowledged("a", 1);
        OffsetLedgerTest.Sent odd = new OffsetLedgerTest.Sent(Map.of("p", "b"), Map.of("inner", List.of()));
        ledger.submit(List.of(odd), () -> false);
        odd.acknowledge();

        commits.commit();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"));
        assertThat(told.get()).isZero();
    }

    @Test
    void whatFailedGoesWithTheNextCommitUnlessItWasOvertaken() {
        store.answer(failure());
        acknowledged("a", 1);
        acknowledged("b", 1);
        commits.commit();
        assertThat(told.get()).isZero();

        store.answer(CompletableFuture.completedFuture(null));
        acknowledged("a", 2);
        commits.commit();

        assertThat(store.asked().get(1)).isEqualTo(Map.of(A, "{\"position\":2}", B, "{\"position\":1}"));
        assertThat(told.get()).isEqualTo(1);
        commits.commit();
        assertThat(store.asked()).as("recorded once").hasSize(2);
    }

    @Test
    void whatIsLateCountsAsFailed() {
        commits = within(Duration.ZERO);
        store.answer(new CompletableFuture<>());
        acknowledged("a", 1);

        commits.commit();
        store.answer(CompletableFuture.completedFuture(null));
        commits.commit();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":1}"));
    }

    @Test
    void aStoreThatThrowsCountsAsFailed() {
        store.answerBy(() -> {
            throw new IllegalStateException("away");
        });
        acknowledged("a", 1);

        commits.commit();

        assertThat(told.get()).isZero();
        store.answer(CompletableFuture.completedFuture(null));
        commits.commit();
        assertThat(store.asked().get(store.asked().size() - 1)).isEqualTo(Map.of(A, "{\"position\":1}"));
    }

    @Test
    void aLongOutageKeepsNothingButTheLatestOffsetOfEachPartition() {
        commits = within(Duration.ZERO);
        store.answer(new CompletableFuture<>());
        for (int position = 1; position <= 10_000; position++) {
            acknowledged("a", position);
            acknowledged("b", position);
            commits.commit();
        }
        assertThat(store.asked()).hasSize(10_000).allSatisfy(asked -> assertThat(asked)
                .hasSize(2));
        assertThat(told.get()).isZero();

        store.answer(CompletableFuture.completedFuture(null));
        commits.commit();

        assertThat(store.asked().get(10_000)).isEqualTo(Map.of(A, "{\"position\":10000}", B, "{\"position\":10000}"));
        assertThat(told.get()).isEqualTo(1);
    }

    @Test
    void aNullOffsetForgetsThePartition() {
        acknowledged("a", null);

        commits.commit();

        Map<String, @Nullable String> forgotten = new HashMap<>();
        forgotten.put(A, null);
        assertThat(store.asked()).containsExactly(forgotten);
    }

    @Test
    void aRecordThatComesFromNowhereHasNoOffsetToRecord() {
        acknowledged(null, null);
        acknowledged("a", 1);

        commits.commit();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"));
    }

    @Test
    void finishingWaitsForTheCommitUnderWayThenRecordsTheRest() throws InterruptedException {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        acknowledged("a", 1);
        Thread committing = begun(slow);
        acknowledged("a", 2);
        Thread answering = new Thread(() -> slow.complete(null));
        answering.start();

        commits.finish();
        committing.join(10_000);

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":2}"));
        assertThat(told.get()).isEqualTo(2);
    }

    @Test
    void finishingWaitsNoLongerThanACommitMayTake() {
        commits = within(Duration.ofMillis(20));
        store.answer(new CompletableFuture<>());
        acknowledged("a", 1);

        commits.finish();

        assertThat(told.get()).isZero();
        assertThat(store.asked()).hasSize(1);
    }

    @Test
    void finishingTriesAgainWhatFailed() {
        store.answer(failure());
        acknowledged("a", 1);
        commits.commit();
        store.answer(CompletableFuture.completedFuture(null));

        commits.finish();

        assertThat(store.asked()).containsExactly(Map.of(A, "{\"position\":1}"), Map.of(A, "{\"position\":1}"));
        assertThat(told.get()).isEqualTo(1);
    }
}
