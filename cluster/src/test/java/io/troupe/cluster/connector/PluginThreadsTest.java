package io.troupe.cluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.cluster.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PluginThreadsTest {

    private static final int SEATS = 32;

    private static final int LONGEST_LINE = 1_000;

    private final AtomicInteger inside = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(SEATS);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private PluginThreads threads = new PluginThreads(Duration.ofMinutes(1));

    @AfterEach
    void end() {
        gate.countDown();
        threads.close();
    }

    private <T> CompletableFuture<T> ask(String plugin, Supplier<T> call) {
        return threads.ask(plugin, task -> task, call).toCompletableFuture();
    }

    private String block() {
        inside.incrementAndGet();
        entered.countDown();
        try {
            gate.await();
            return "free";
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException("interrupted");
        }
    }

    @Test
    void aPluginThatBlocksKeepsNoOtherFromAnswering() throws Exception {
        List<CompletableFuture<String>> stuck = new ArrayList<>();
        for (int i = 0; i < 3 * SEATS; i++) {
            stuck.add(ask("stuck", this::block));
        }
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(ask("healthy", () -> "well").get(10, TimeUnit.SECONDS)).isEqualTo("well");
        assertThat(inside).hasValue(SEATS);

        gate.countDown();
        for (CompletableFuture<String> answer : stuck) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("free");
        }
        assertThat(ask("stuck", () -> "again").get(10, TimeUnit.SECONDS)).isEqualTo("again");
    }

    @Test
    void theLineIsNotEndless() {
        List<CompletableFuture<String>> asked = new ArrayList<>();
        for (int i = 0; i < 2 * LONGEST_LINE; i++) {
            asked.add(ask("stuck", this::block));
        }

        assertThat(asked)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(LONGEST_LINE - SEATS);
        assertThatThrownBy(() -> asked.get(asked.size() - 1).get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void whoWaitsTooLongIsToldForWhomAndTheThreadIsFree() throws Exception {
        threads.close();
        threads = new PluginThreads(Duration.ofMillis(50));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> ask("stuck", this::block).get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(PluginTimeout.class)
                .withMessageContaining("The plugin stuck");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatAPluginThrowsIsItsOwnRequestsOnly() throws Exception {
        assertThatThrownBy(() -> ask("broken", () -> {
                            throw new StackOverflowError("too deep");
                        })
                        .get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(StackOverflowError.class);
        assertThat(ask("broken", () -> "again").get(10, TimeUnit.SECONDS)).isEqualTo("again");
    }
}
