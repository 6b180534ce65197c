package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;

class FirstRequestsTest {

    @Test
    void areAnsweredBeforeAnybodyElses() {
        List<String> asked = new CopyOnWriteArrayList<>();
        FirstRequests.to(request -> {
            asked.add(request.method().value() + " " + request.getUri().path());
            return CompletableFuture.completedFuture(HttpResponse.create());
        });
        assertThat(asked)
                .hasSize(9)
                .startsWith("GET /connectors", "GET /connectors/rehearsal/status", "POST /connectors");
    }

    @Test
    void doNotWaitForeverForAnAnswer() {
        assertThatCode(() -> FirstRequests.to(request -> new CompletableFuture<>(), Duration.ofMillis(20)))
                .doesNotThrowAnyException();
    }

    @Test
    void areGivenUpWhenOneFails() {
        List<String> asked = new CopyOnWriteArrayList<>();
        FirstRequests.to(request -> {
            asked.add(request.getUri().path());
            return CompletableFuture.failedFuture(new IllegalStateException("the journal is away"));
        });
        assertThat(asked).hasSize(1);
    }
}
