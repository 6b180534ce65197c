package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.http.extension.RestExtensions;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.health.ConnectorHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RestExtensionsTest {

    private static final Plugins PLUGINS = Plugins.scan(PluginSettings.of(Map.of(), List.of()));
    private static final String CLASS = GuestExtension.class.getName();

    private final TestServer server = new TestServer();
    private final RestExtensions extensions = RestExtensions.of(PLUGINS, Map.of("rest.extension.classes", CLASS));

    @BeforeEach
    void serve() {
        Routes own = () -> List.of(
                Endpoint.get(
                        "/who/{thing}",
                        exchange -> text(exchange.caller().principal() + " asks for " + exchange.variable("thing"))),
                Endpoint.put("/echo", exchange -> text(exchange.body().utf8String())),
                Endpoint.delete("/echo", exchange -> CompletableFuture.completedFuture(Answers.empty(204))));
        server.server().serve(paths -> extensions.register(new TwoConnectors(), paths), own);
    }

    private static CompletableFuture<org.apache.pekko.http.javadsl.model.HttpResponse> text(String text) {
        return CompletableFuture.completedFuture(Answers.json(200, text));
    }

    @AfterEach
    void stop() {
        extensions.close();
        server.close();
    }

    @Test
    void theirResourcesAnswer() {
        HttpResponse<String> answer = as("ann", "GET", "/guests", "");

        assertThat(answer.body()).isEqualTo("{\"connectors\":[\"one\",\"two\"]}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void theirFiltersStandBeforeTheWorkersEndpoints() {
        HttpResponse<String> answer = server.get("/who/it");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("Who are you?");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(server.send("OPTIONS", "/who/it", "").statusCode()).isEqualTo(401);
    }

    @Test
    void theirFiltersStandBeforeAdminListenersToo() {
        try (TestServer apart = new TestServer(Map.of("admin.listeners", "http://127.0.0.1:0"));
                RestExtensions own = RestExtensions.of(PLUGINS, Map.of("rest.extension.classes", CLASS))) {
            apart.server()
                    .serve(
                            paths -> own.register(new TwoConnectors(), paths),
                            () -> List.of(Endpoint.get("/who/{thing}", exchange -> text("it"))),
                            new Administration());
            String admin = apart.server().adminAddress().orElseThrow().toString();

            assertThat(apart.get(URI.create(admin + "/admin/loggers")).statusCode())
                    .isEqualTo(401);
            HttpResponse<String> known =
                    apart.send("GET", URI.create(admin + "/admin/loggers"), BodyPublishers.noBody(), "X-Guest", "ann");
            assertThat(known.body()).isEqualTo("\"ann administers\"");
            assertThat(apart.send("GET", URI.create(admin + "/who/it"), BodyPublishers.noBody(), "X-Guest", "ann")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(apart.send("GET", "/admin/loggers", "", "X-Guest", "ann").statusCode())
                    .isEqualTo(404);
        }
    }

    private static final class Administration implements Routes {
        @Override
        public boolean admin() {
            return true;
        }

        @Override
        public List<Endpoint> endpoints() {
            return List.of(Endpoint.get(
                    "/admin/loggers", exchange -> text(exchange.caller().principal() + " administers")));
        }
    }

    @Test
    void theirFiltersDoNotSeeUnknownPaths() {
        HttpResponse<String> answer = server.get("/nobody");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void theirFiltersChangeRequestsAndAnswers() {
        HttpResponse<String> answer = as("editor", "PUT", "/echo", "a draft");

        assertThat(answer.body()).isEqualTo("\"a final\"");
        assertThat(answer.headers().firstValue("X-Stamp")).hasValue("seen");
    }

    @Test
    void whoTheyFoundTheUserToBeIsTheCaller() {
        assertThat(as("ann", "GET", "/who/it/", "").body()).isEqualTo("\"ann asks for it\"");
    }

    @Test
    void statusesMethodsAndEmptyBodiesStayWhatTheyAre() {
        assertThat(as("ann", "DELETE", "/echo", "").statusCode()).isEqualTo(204);
        assertThat(as("ann", "POST", "/echo", "").statusCode()).isEqualTo(405);
        assertThat(as("ann", "OPTIONS", "/echo", "").headers().firstValue("Allow"))
                .hasValue("DELETE,OPTIONS,PUT");
    }

    @Test
    void aFailureIsAnErrorOfTheUsualForm() {
        HttpResponse<String> answer = as("ann", "GET", "/guests/broken", "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error_code\":500,\"message\":\"the guest broke\"}");
    }

    @Test
    void whatTheySuspendEndsWhenItsTimeIsOver() {
        assertThat(as("ann", "GET", "/guests/late?after=50", "").statusCode()).isEqualTo(503);
    }

    @Test
    void aFilterThatBlocksHoldsUpNobodyElse() {
        List<CompletableFuture<HttpResponse<String>>> asleep = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asleep.add(CompletableFuture.supplyAsync(
                    () -> as("sleeper", "GET", "/who/it", ""), task -> new Thread(task).start()));
        }

        assertThat(as("ann", "GET", "/who/it", "").statusCode()).isEqualTo(200);

        GuestExtension.RELEASED.countDown();
        asleep.forEach(each -> assertThat(each.join().statusCode()).isEqualTo(200));
    }

    @Test
    void closingClosesThem() {
        extensions.close();

        assertThat(GuestExtension.closed).isTrue();
    }

    @Test
    void oneThatIsNotInstalledIsNamed() {
        assertThatThrownBy(() -> RestExtensions.of(PLUGINS, Map.of("rest.extension.classes", "no.such.Extension")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.extension.classes")
                .hasMessageContaining("no.such.Extension");
    }

    @Test
    void oneThatRefusesItsSettingsStopsTheWorker() {
        assertThatThrownBy(() ->
                        RestExtensions.of(PLUGINS, Map.of("rest.extension.classes", CLASS, "guest.refuses", "yes")))
                .hasMessageContaining("guest.refuses");
    }

    private HttpResponse<String> as(String guest, String method, String path, String body) {
        return server.send(method, path, body, "X-Guest", guest);
    }

    private static final class TwoConnectors implements ConnectClusterState {
        @Override
        public Collection<String> connectors() {
            return List.of("one", "two");
        }

        @Override
        public ConnectorHealth connectorHealth(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
