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
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PluginThreadsTest {

    private static final int MOST_OF_ONE_PLUGIN = 16;

    private final CountDownLatch entered = new CountDownLatch(MOST_OF_ONE_PLUGIN);
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
        for (int i = 0; i < MOST_OF_ONE_PLUGIN; i++) {
            stuck.add(ask("stuck", this::block));
        }
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> ask("stuck", this::block).get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(RefusedException.class);
        assertThat(ask("healthy", () -> "well").get(10, TimeUnit.SECONDS)).isEqualTo("well");

        gate.countDown();
        for (CompletableFuture<String> answer : stuck) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("free");
        }
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
