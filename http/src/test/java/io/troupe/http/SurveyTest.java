package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SurveyTest {

    private static Survey.Picture<String> survey(
            List<String> names, Function<String, CompletionStage<Optional<String>>> look, Duration limit) {
        return Survey.of(names, look, limit)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void whatDoesNotAnswerOrFailsIsLeftOutAndNamed() {
        Survey.Picture<String> picture = survey(
                List.of("b", "silent", "gone", "broken", "a"),
                name -> switch (name) {
                    case "silent" -> new CompletableFuture<>();
                    case "gone" -> CompletableFuture.completedFuture(Optional.empty());
                    case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("no"));
                    default -> CompletableFuture.completedFuture(Optional.of(name + "!"));
                },
                Duration.ofMillis(200));

        assertThat(picture.seen()).containsExactly(Map.entry("b", "b!"), Map.entry("a", "a!"));
        assertThat(picture.missing().keySet()).containsExactly("silent", "broken");
        assertThat(picture.missing().get("silent")).isInstanceOf(TimeoutException.class);
    }

    @Test
    void manyAreAskedABoundedNumberAtATime() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> names =
                IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();

        Survey.Picture<String> picture = survey(
                names,
                name -> CompletableFuture.supplyAsync(() -> {
                    most.accumulateAndGet(asked.incrementAndGet(), Math::max);
                    asked.decrementAndGet();
                    return Optional.of(name);
                }),
                Duration.ofSeconds(20));

        assertThat(picture.seen().keySet()).containsExactlyElementsOf(names);
        assertThat(picture.missing()).isEmpty();
        assertThat(most.get()).isBetween(1, 64);
    }

    @Test
    void thereMayBeNothingToLookAt() {
        Survey.Picture<String> picture =
                survey(List.of(), name -> CompletableFuture.completedFuture(Optional.of(name)), Duration.ofSeconds(1));

        assertThat(picture.seen()).isEmpty();
        assertThat(picture.missing()).isEmpty();
    }
}
