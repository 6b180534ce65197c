package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ServerRoutesTest {

    private final AtomicBoolean arrived = new AtomicBoolean();
    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

    /** What a worker says of its health needs neither its version nor its figures. */
    @SuppressWarnings("NullAway")
    private ServerRoutes routes(boolean strict) {
        return new ServerRoutes(null, null, new Readiness(arrived::get, trouble::get, strict));
    }

    @Test
    void aWorkerIsHealthyWhenItHasItsShare() {
        try (TestServer server = new TestServer()) {
            server.server().serve(routes(false));

            HttpResponse<String> before = server.get("/health");
            assertThat(before.statusCode()).isEqualTo(503);
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(before.body()).contains("\"status\":\"starting\"").contains("share of the tasks");

            arrived.set(true);
            HttpResponse<String> after = server.get("/health");
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.body()).contains("\"status\":\"healthy\"");
        }
    }

    /** Whoever kills what is ill would stop tasks that run well. */
    @Test
    void aWorkerWhoseDatabaseIsAwayIsHealthyAndNotReady() {
        arrived.set(true);
        try (TestServer server = new TestServer()) {
            server.server().serve(routes(false));
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(server.get("/health/ready").body()).contains("\"status\":\"ready\"");

            trouble.set(Optional.of("The database cannot be written: disk full."));

            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            assertThat(server.get("/health").body()).contains("healthy").contains("disk full");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(server.get("/health/ready").body()).contains("unready").contains("disk full");
        }
    }

    @Test
    void itIsIllWhenItShallBeStrict() {
        arrived.set(true);
        try (TestServer server = new TestServer()) {
            server.server().serve(routes(true));
            assertThat(server.get("/health").statusCode()).isEqualTo(200);

            trouble.set(Optional.of("The database cannot be written: disk full."));

            assertThat(server.get("/health").statusCode()).isEqualTo(503);
            assertThat(server.get("/health").body()).contains("unhealthy").contains("disk full");
        }
    }
}
