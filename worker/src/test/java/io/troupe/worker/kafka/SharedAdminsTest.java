package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class SharedAdminsTest {

    private static final Map<String, Object> HERE = Map.of("bootstrap.servers", "here:1");
    private static final Map<String, Object> THERE = Map.of("bootstrap.servers", "there:1");
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<Map<String, Object>> made = new ArrayList<>();
    private final SaidAdmin kafka = new SaidAdmin();

    private SharedAdmins admins(Duration idle) {
        return new SharedAdmins(
                settings -> {
                    made.add(settings);
                    return kafka.admin;
                },
                idle);
    }

    @Test
    void thereIsOneForTheSameSettings() {
        SharedAdmins admins = admins(NEVER);
        for (int i = 0; i < 3; i++) {
            admins.ask(HERE, admin -> CompletableFuture.completedFuture("yes"));
            admins.ask(THERE, admin -> CompletableFuture.completedFuture("yes"));
        }
        assertThat(made).containsExactly(HERE, THERE);
        assertThat(admins.count()).isEqualTo(2);
    }

    @Test
    void itIsClosedOnceNobodyHasAskedForAWhile() throws Exception {
        SharedAdmins admins = admins(Duration.ofMillis(20));
        CompletableFuture<String> answer = new CompletableFuture<>();
        admins.ask(HERE, admin -> answer);
        admins.ask(HERE, admin -> CompletableFuture.completedFuture("soon"));
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                .get(10, TimeUnit.SECONDS);
        assertThat(kafka.closed).as("somebody waits").hasValue(0);

        answer.complete("late");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (admins.count() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(admins.count()).isZero();
        admins.ask(HERE, admin -> CompletableFuture.completedFuture("again"));
        assertThat(made).containsExactly(HERE, HERE);
    }

    @Test
    void settingsThatMakeNoneAreTheAnswer() {
        SharedAdmins admins = new SharedAdmins(
                settings -> {
                    throw new KafkaException("no such mechanism");
                },
                NEVER);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> admins.ask(HERE, admin -> CompletableFuture.completedFuture("yes"))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(KafkaException.class);
        }
        assertThat(admins.count()).isZero();
    }

    @Test
    void aQuestionThatFailsIsOverAsAnyOther() {
        SharedAdmins admins = admins(Duration.ZERO);
        assertThatThrownBy(() -> admins.<String>ask(HERE, admin -> {
                            throw new KafkaException("closed");
                        })
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(KafkaException.class);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (kafka.closed.get() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(kafka.closed).hasValue(1);
    }
}
