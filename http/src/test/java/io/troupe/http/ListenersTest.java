package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which part of the REST API is at which address. */
final class ListenersTest {

    private static final Routes MAIN = () -> List.of(said("/", "main"));

    private static final Routes ADMIN = new Routes() {
        @Override
        public List<Endpoint> endpoints() {
            return List.of(said("/admin/loggers", "admin"));
        }

        @Override
        public boolean admin() {
            return true;
        }
    };

    private static Endpoint said(String path, String what) {
        return Endpoint.get(path, exchange -> CompletableFuture.completedFuture(Answers.json(200, what)));
    }

    private static TestServer serving(Map<String, String> properties) {
        TestServer server = new TestServer(properties);
        server.server().serve(MAIN, ADMIN);
        return server;
    }

    @Test
    void theAdminPartIsWithTheRestWhenNothingIsSaid() {
        try (TestServer server = serving(Map.of())) {
            assertThat(server.get("/admin/loggers").statusCode()).isEqualTo(200);
            assertThat(server.server().adminAddress()).hasValue(server.server().advertised());
        }
    }

    @Test
    void theAdminPartIsNowhereWhenItsListenersAreEmpty() {
        try (TestServer server = serving(Map.of("admin.listeners", ""))) {
            assertThat(server.get("/admin/loggers").statusCode()).isEqualTo(404);
            assertThat(server.server().adminAddress()).isEmpty();
        }
    }

    @Test
    void theAdminPartIsAtItsOwnListenersAlone() {
        Map<String, String> apart =
                Map.of("admin.listeners", "http://127.0.0.1:0", "response.http.headers.config", "set A: b");
        try (TestServer server = serving(apart)) {
            URI admin = server.server().adminAddress().orElseThrow();
            assertThat(admin).isNotEqualTo(server.server().advertised());
            assertThat(server.get("/admin/loggers").statusCode()).isEqualTo(404);
            assertThat(server.get(admin.resolve("/admin/loggers")).statusCode()).isEqualTo(200);
            assertThat(server.get(admin.resolve("/admin/loggers")).headers().firstValue("A"))
                    .hasValue("b");
            assertThat(server.get(admin.resolve("/")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void severalListenersAnswerAlike() {
        try (TestServer server = serving(Map.of("listeners", "http://127.0.0.1:0,http://[::1]:0"))) {
            List<URI> addresses = server.server().addresses();
            assertThat(addresses).hasSize(2);
            assertThat(addresses.get(1)).hasHost("[::1]");
            for (URI address : addresses) {
                assertThat(server.get(address.resolve("/")).body()).isEqualTo("\"main\"");
            }
        }
    }

    @Test
    void anIpv6AddressIsAdvertisedInBrackets() {
        try (TestServer server = serving(Map.of("listeners", "http://[::1]:0"))) {
            assertThat(server.server().workerId())
                    .isEqualTo("[::1]:" + server.server().advertised().getPort());
        }
    }

    @Test
    void anAddressOfAllIsAdvertisedAsOneThatOthersReach() {
        try (TestServer server = serving(Map.of("listeners", "http://:0"))) {
            assertThat(server.server().advertised().getHost()).isNotEqualTo("0.0.0.0");
            assertThat(server.get("/").statusCode()).isEqualTo(200);
        }
    }
}
