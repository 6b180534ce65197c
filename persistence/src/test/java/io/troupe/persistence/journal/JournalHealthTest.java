package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalHealthTest {

    private final JournalHealth health = new JournalHealth();

    @Test
    void itIsAwayFromTheFirstSilenceToTheNextAnswer() {
        assertThat(health.away()).isFalse();

        health.silent(new SQLException("refused"));
        health.silent(new SQLException("refused"));
        assertThat(health.away()).isTrue();

        health.answered();
        assertThat(health.away()).isFalse();
    }

    @Test
    void whoWaitsIsToldOfTheNextAnswer() {
        CompletableFuture<Void> waiting = health.nextAnswer().toCompletableFuture();
        health.silent(new SQLException("refused"));
        assertThat(waiting).isNotDone();

        health.answered();

        assertThat(waiting).isCompleted();
        assertThat(health.nextAnswer().toCompletableFuture()).isNotDone();
    }

    @Test
    void whoWaitsIsToldThatNobodyAsksAnyMore() {
        CompletableFuture<Void> waiting = health.nextAnswer().toCompletableFuture();

        health.end();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(health.nextAnswer().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void onlyOneQuestionIsAskedAtATimeHoweverManyWritesFail() throws Exception {
        LinkedBlockingQueue<CountDownLatch> questions = new LinkedBlockingQueue<>();
        AtomicInteger asked = new AtomicInteger();
        JournalWatch watch = new JournalWatch(
                () -> {
                    asked.incrementAndGet();
                    CountDownLatch answer = new CountDownLatch(1);
                    questions.add(answer);
                    answer.await(10, TimeUnit.SECONDS);
                },
                () -> {},
                health);
        CompletableFuture<Void> waiting = health.nextAnswer().toCompletableFuture();

        for (int i = 0; i < 1000; i++) {
            watch.hurry();
        }
        CountDownLatch first = questions.poll(10, TimeUnit.SECONDS);

        assertThat(first).isNotNull();
        assertThat(questions).isEmpty();
        first.countDown();
        waiting.get(10, TimeUnit.SECONDS);
        assertThat(asked.get()).isEqualTo(1);
        watch.close();
    }
}
