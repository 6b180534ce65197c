package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.Concealment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CommitThreadsTest {

    private static final Duration OFTEN = Duration.ofMillis(2);

    @Test
    void theClockGoesOnWhereNoThreadCanBeHad() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch committed = new CountDownLatch(1);
        try (CommitThreads threads = new CommitThreads(task -> {
            if (asked.incrementAndGet() < 4) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        })) {
            Future<?> clock = threads.every(OFTEN, committed::countDown);

            assertThat(committed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(clock.isDone()).isFalse();
        }
    }

    @Test
    void whatIsSaidThereIsWithoutTheSecretsOfTheTask() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        Map<String, String> config = Map.of("db.password", "hush-hush");
        try (CommitThreads threads = new CommitThreads()) {
            threads.every(OFTEN, () -> {}).cancel(false); // both threads are there before anybody has secrets
            threads.execute(() -> {});
            Concealment.of(config, config).enter();
            Future<?> clock = threads.every(
                    OFTEN, () -> said.complete(Concealment.ofThread().of("hush-hush")));
            Concealment.NONE.enter();

            assertThat(said.get(10, TimeUnit.SECONDS)).isEqualTo("[hidden]");
            clock.cancel(false);
        }
    }

    @Test
    void whoRunsSomethingOnceIsSparedTheWantOfThreads() {
        try (CommitThreads threads = new CommitThreads(task -> {
            throw new OutOfMemoryError("unable to create native thread");
        })) {
            threads.execute(() -> {});
        }
    }
}
