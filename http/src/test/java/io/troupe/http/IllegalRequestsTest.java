package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no HTTP is answered as other errors are, and nothing of it comes back unescaped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IllegalRequestsTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
        server.serve(List.of(
                Endpoint.get("/", exchange -> CompletableFuture.completedFuture(Answers.empty(204))),
                Endpoint.get(
                        "/q", exchange -> CompletableFuture.completedFuture(Answers.json(200, exchange.query("a")))),
                Endpoint.post("/json", exchange -> CompletableFuture.completedFuture(Answers.empty(204)))
                        .takingJson()));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String answerTo(String request) {
        return RawClient.answerTo(server.server().advertised(), request);
    }

    private static void assertError(String answer, int status) throws JsonProcessingException {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        JsonNode body = Json.MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(body.path("error_code").asInt()).isEqualTo(status);
        assertThat(body.path("message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'nonsense\r\n\r\n', 400",
        "'GET\r\n\r\n', 400",
        "'GET /<script> HTTP/1.1\r\nHost: localhost\r\n\r\n', 404",
        "'GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n', 400",
        "'GET /q?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n', 400",
        "'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n', 505",
        "'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 405",
        "'TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n', 405",
        "'GET / HTTP/1.1\r\nHost: localhost\r\n<script>alert(1)</script>\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n', 400",
        "'POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', 400"
    })
    void isAnsweredAsAnError(String request, int status) throws JsonProcessingException {
        assertError(answerTo(request), status);
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws JsonProcessingException {
        assertError(answerTo("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414);
        assertError(answerTo("GET / HTTP/1.1\r\nHost: localhost\r\nA: " + "a".repeat(9000) + "\r\n\r\n"), 431);
        assertError(answerTo("GET / HTTP/1.1\r\nHost: localhost\r\n" + "A: a\r\n".repeat(300) + "\r\n"), 431);
        assertError(answerTo("GET / HTTP/1.1\r\nHost: localhost\r\n" + "A".repeat(100) + ": a\r\n\r\n"), 431);
    }

    @Test
    void manySmallHeadersAreNotTooMany() {
        assertThat(answerTo(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + "A: a\r\n".repeat(200) + "\r\n"))
                .startsWith("HTTP/1.1 204 ");
    }

    @Test
    void aMalformedContentTypeIsABadRequest() {
        String request =
                "POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Type: json\r\nContent-Length: 2\r\nConnection: close\r\n";

        assertThat(answerTo(request + "\r\n{}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: text/html;charset=iso-8859-1\r\n");
        assertThat(answerTo(request + "Accept: application/json\r\n\r\n{}"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("{\"message\":\"Bad Request\",\"url\":\"http://localhost/json\",\"status\":\"400\"}");
    }

    @Test
    void othersAreAnsweredAllTheTime() {
        answerTo("\0\1\2\3");
        answerTo("");

        assertThat(server.get("/").statusCode()).isEqualTo(204);
    }
}
