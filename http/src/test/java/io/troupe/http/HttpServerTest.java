package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpServerTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void beforeItServesItSaysThatItIsStarting() {
        HttpResponse<String> response = server.get("/connectors");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("{\"error_code\":503,\"message\":\"The worker is starting; try again in a moment.\"}");
    }

    @Test
    void beforeItServesItsHealthIsStarting() {
        for (String path : List.of("/health", "/health/", "/health/ready")) {
            HttpResponse<String> response = server.get(path);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.body())
                    .isEqualTo("{\"status\":\"starting\",\"message\":\"Worker is still starting up.\"}");
        }
    }

    @Test
    void itServesFromThenOn() {
        server.serve(
                List.of(Endpoint.get("/health", exchange -> CompletableFuture.completedFuture(Answers.empty(204)))));

        assertThat(server.get("/health").statusCode()).isEqualTo(204);
    }

    @Test
    void aWorkerThatLeavesAnswersTheRequestsThatItHas() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<org.apache.pekko.http.javadsl.model.HttpResponse> answer = new CompletableFuture<>();
        server.serve(List.of(Endpoint.get("/slow", exchange -> {
            asked.countDown();
            return answer;
        })));
        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> server.get("/slow"));
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        CompletionStage<Done> left = server.leave();
        answer.completeOnTimeout(Answers.empty(204), 6, TimeUnit.SECONDS);

        assertThat(response.get(15, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        left.toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    /** Whoever asked and hears nothing asks elsewhere, and gets to know that it is done already. */
    @Test
    void nothingIsDoneWithoutAnAnswerWhileAWorkerLeaves() throws Exception {
        AtomicInteger done = new AtomicInteger();
        server.serve(List.of(Endpoint.get("/count", exchange -> {
            done.incrementAndGet();
            return CompletableFuture.completedFuture(Answers.empty(204));
        })));
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch busy = new CountDownLatch(1000);
        List<CompletableFuture<Void>> clients = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> {
                            while (server.get("/count").statusCode() == 204) {
                                answered.incrementAndGet();
                                busy.countDown();
                            }
                        },
                        task -> new Thread(task, "client").start()))
                .limit(20)
                .toList();
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();

        server.leave();

        clients.forEach(client -> assertThat(client).failsWithin(Duration.ofSeconds(15)));
        assertThat(answered).hasValue(done.get());
    }

    @Test
    void itsAddressIsTheBoundOneUnlessAnotherIsAdvertised() {
        ActorTestKit kit = ActorTestKit.create();
        try {
            HttpServer other = HttpServer.bind(
                    kit.system(),
                    TestServer.settings(Map.of("rest.advertised.host.name", "proxy", "rest.advertised.port", "99")));
            assertThat(other.workerId()).isEqualTo("proxy:99");
        } finally {
            kit.shutdownTestKit();
        }
        assertThat(server.server().workerId())
                .isEqualTo("127.0.0.1:" + server.uri("/").getPort());
    }

    @Test
    void anAddressInUseIsNamed() {
        int taken = server.uri("/").getPort();
        ActorTestKit kit = ActorTestKit.create();
        try {
            assertThatThrownBy(() -> HttpServer.bind(
                            kit.system(), TestServer.settings(Map.of("listeners", "http://127.0.0.1:" + taken))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken)
                    .hasMessageContaining("listeners");
        } finally {
            kit.shutdownTestKit();
        }
    }
}
