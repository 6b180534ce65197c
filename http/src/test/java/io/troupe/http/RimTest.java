package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RimTest {

    private static TestServer serving(Map<String, String> properties, String settings) {
        TestServer server = TestServer.with(properties, settings);
        server.serve(List.of(
                Endpoint.get("/", exchange -> CompletableFuture.completedFuture(Answers.empty(204))),
                Endpoint.get(
                        "/things/{thing}",
                        exchange -> CompletableFuture.completedFuture(Answers.json(
                                200, exchange.header("Raw-Request-URI").orElse("none"))))));
        return server;
    }

    private static int status(TestServer server, String head) {
        URI address =
                URI.create("http://127.0.0.1:" + server.server().advertised().getPort());
        return Integer.parseInt(RawClient.answerTo(address, head + "\r\nConnection: close\r\n\r\n")
                .split(" ", 3)[1]);
    }

    private static int asked(TestServer server, String host) {
        return status(server, "GET / HTTP/1.1\r\nHost: " + host);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 204",
        "LOCALHOST:8083, 204",
        "127.0.0.1:8083, 204",
        "127.9.9.9, 204",
        "[::1]:8083, 204",
        "connect.example, 204",
        "stranger.example, 421",
        "127.0.0.1.stranger.example, 421",
        "localhost.stranger.example, 421",
        "10.0.0.1, 421",
        "[::2], 421"
    })
    void aLoopbackListenerAnswersForItselfOnly(String host, int status) {
        try (TestServer server = serving(Map.of("rest.advertised.host.name", "connect.example"), "")) {
            assertThat(asked(server, host)).isEqualTo(status);
        }
    }

    @Test
    void adminListenersAndTargetsWithAHostDoSoToo() {
        try (TestServer server = serving(Map.of("admin.listeners", "http://127.0.0.1:0"), "")) {
            assertThat(status(server, "GET http://localhost/ HTTP/1.1\r\nHost: stranger.example"))
                    .isBetween(400, 499);
            URI admin = server.server().adminAddress().orElseThrow();
            assertThat(RawClient.answerTo(
                            admin, "GET / HTTP/1.1\r\nHost: stranger.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 421 ")
                    .contains("troupe.http.hosts");
        }
    }

    @Test
    void othersAnswerForEverybodyUntilTheHostsAreSet() {
        Map<String, String> everywhere = Map.of("listeners", "http://0.0.0.0:0");
        try (TestServer server = serving(everywhere, "")) {
            assertThat(asked(server, "stranger.example")).isEqualTo(204);
        }
        try (TestServer server = serving(everywhere, "troupe.http.hosts = \"connect.example, other.example\"")) {
            assertThat(asked(server, "Connect.example:8083")).isEqualTo(204);
            assertThat(asked(server, "localhost:8083")).isEqualTo(204);
            assertThat(asked(server, "stranger.example")).isEqualTo(421);
        }
    }

    @Test
    void aStarIsForEveryHost() {
        try (TestServer server = serving(Map.of(), "troupe.http.hosts = \"*\"")) {
            assertThat(asked(server, "stranger.example")).isEqualTo(204);
        }
    }

    @Test
    void aRequestSaysWhichHostItIsForUnlessItIsAnOldOne() {
        try (TestServer server = serving(Map.of(), "")) {
            assertThat(status(server, "GET / HTTP/1.1")).isEqualTo(400);
            assertThat(status(server, "GET / HTTP/1.0")).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/../", "/./", "/things/..", "/../things/a", "/things/a/.?b", "/things/./a"})
    void dotsInAPathAreNotResolved(String target) {
        try (TestServer server = serving(Map.of(), "")) {
            assertThat(status(server, "GET " + target + " HTTP/1.1\r\nHost: localhost"))
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/%2e%2E/", "/%2e/", "/things/.%2e", "/things/a/%2E?b"})
    void norAreEncodedOnes(String target) {
        try (TestServer server = serving(Map.of(), "")) {
            assertThat(status(server, "GET " + target + " HTTP/1.1\r\nHost: localhost"))
                    .isEqualTo(400);
        }
    }

    @Test
    void dotsElsewhereDoNotCount() {
        try (TestServer server = serving(Map.of(), "")) {
            for (String target : List.of("/things/..a", "/things/a..", "/things/...", "/?a=/../b", "/things/a?b/./c")) {
                assertThat(status(server, "GET " + target + " HTTP/1.1\r\nHost: localhost"))
                        .as(target)
                        .isIn(200, 204);
            }
        }
    }

    @Test
    void nobodyBehindItSeesTheTarget() {
        try (TestServer server = serving(Map.of(), "")) {
            assertThat(server.get("/things/a").body()).isEqualTo("\"none\"");
        }
    }
}
