package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nobody can make a worker read without end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BodiesTest {

    private static final byte[] TOO_LARGE = new byte[(int) TestServer.MAX_BODY + 1];

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
        server.serve(List.of(Endpoint.put("/body", exchange -> CompletableFuture.completedFuture(Answers.empty(204)))));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aBodyUpToTheLimitIsTaken() {
        assertThat(server.send("PUT", "/body", BodyPublishers.ofByteArray(new byte[(int) TestServer.MAX_BODY]))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        assertTooLarge(server.send("PUT", "/body", BodyPublishers.ofByteArray(TOO_LARGE)));
    }

    @Test
    void aBodyOfUnknownLengthOverTheLimitIsRefused() {
        assertTooLarge(
                server.send("PUT", "/body", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TOO_LARGE))));
    }

    private static void assertTooLarge(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body())
                .isEqualTo("{\"error_code\":413,\"message\":\"The request's body is larger than 1000 bytes.\"}");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLong() throws IOException {
        assertThat(answerTo("PUT /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this"))
                .startsWith("HTTP/1.1 408 ")
                .contains("{\"error_code\":408,\"message\":\"The request's body did not come within 300 ms.\"}");
    }

    @Test
    void aBodyOfARefusedRequestIsNotWaitedFor() throws IOException {
        assertThat(answerTo("PUT /nope HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this"))
                .startsWith("HTTP/1.1 404 ");
    }

    /** What comes back while the request is still unfinished. */
    private String answerTo(String unfinished) throws IOException {
        try (Socket socket =
                new Socket(server.uri("/").getHost(), server.uri("/").getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(unfinished.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[4096];
            int read = 0;
            while (read >= 0 && !answer.toString().endsWith("}")) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                read = socket.getInputStream().read(buffer);
            }
            return answer.toString();
        }
    }
}
