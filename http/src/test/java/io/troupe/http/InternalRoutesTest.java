package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations as in contract/rest/internal.json. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InternalRoutesTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
        server.server().serve(new InternalRoutes());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HmacSHA256, 403, invalid signature",
        "HmacSHA1, 400, does not support the 'HmacSHA1'",
        "rot13, 400, Algorithm rot13 not available",
        "<b>\"', 400, not available"
    })
    void whoSignsIsAStranger(String algorithm, int status, String text) {
        HttpResponse<String> response = server.send(
                "PUT",
                "/connectors/a/fence",
                "",
                "X-Connect-Authorization",
                "AAAA",
                "X-Connect-Request-Signature-Algorithm",
                algorithm);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(text);
    }

    @Test
    void taskConfigsAreReadBeforeTheirSignature() {
        assertThat(tasks("[]")).isEqualTo(400);
        assertThat(tasks("{")).isEqualTo(500);
        assertThat(tasks("")).isEqualTo(500);
    }

    private int tasks(String body) {
        return server.send("POST", "/connectors/a/tasks", body, "Content-Type", "application/json")
                .statusCode();
    }
}
