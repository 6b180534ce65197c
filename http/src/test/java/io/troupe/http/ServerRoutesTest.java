package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ServerRoutesTest {

    private final AtomicBoolean arrived = new AtomicBoolean();

    /** What a worker says of its health needs neither its version nor its figures. */
    @SuppressWarnings("NullAway")
    private ServerRoutes routes() {
        return new ServerRoutes(null, null, arrived::get);
    }

    @Test
    void aWorkerIsHealthyWhenItHasItsShare() {
        try (TestServer server = new TestServer()) {
            server.server().serve(routes());

            HttpResponse<String> before = server.get("/health");
            assertThat(before.statusCode()).isEqualTo(503);
            assertThat(before.body()).contains("\"status\":\"starting\"").contains("share of the tasks");

            arrived.set(true);
            HttpResponse<String> after = server.get("/health");
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.body()).contains("\"status\":\"healthy\"");
        }
    }
}
