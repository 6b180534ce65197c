package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.troupe.http.json.CreateConnectorRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations as in contract/rest: root.json, lifecycle.json, create-bad.json and names.json. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RouteTableTest {

    private static final TypeReference<CreateConnectorRequest> CREATE = new TypeReference<>() {};

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
        server.serve(List.of(
                Endpoint.get("/", exchange -> ok("root")),
                Endpoint.get("/things", exchange -> ok(exchange.query("expand"))),
                Endpoint.post("/things", RouteTableTest::create).takingJson(),
                Endpoint.get("/things/{thing}", exchange -> ok(exchange.variable("thing"))),
                Endpoint.put("/things/{thing}/pause", exchange -> ok(exchange.flag("now"))),
                Endpoint.get("/throwing", exchange -> {
                    throw new IllegalStateException("a bug");
                })));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static CompletionStage<org.apache.pekko.http.javadsl.model.HttpResponse> ok(Object body) {
        return CompletableFuture.completedFuture(Answers.json(200, body));
    }

    private static CompletionStage<org.apache.pekko.http.javadsl.model.HttpResponse> create(Exchange exchange) {
        try {
            CreateConnectorRequest request = exchange.json(CREATE);
            return ok(request == null ? "nothing" : Map.of("target", request.target()));
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void assertUnrouted(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(response.body())
                .isEqualTo("{\"error_code\":%d,\"message\":\"HTTP %d %s\"}".formatted(status, status, reason));
    }

    @Test
    void anEndpointAnswersJson() {
        HttpResponse<String> response = server.get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("\"root\"");
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nope",
        "GET, /nope/at/all",
        "POST, /nope",
        "OPTIONS, /nope",
        "GET, /Things",
        "GET, /things/a/b",
        "GET, /favicon.ico"
    })
    void anUnknownPathIsNotFound(String method, String path) {
        assertUnrouted(server.send(method, path, ""), 404, "Not Found");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /",
        "DELETE, /",
        "PUT, /things",
        "PATCH, /things",
        "GET, /things/a/pause",
        "HEAD, /things/a/pause"
    })
    void aMethodThatIsNotTakenIsNotAllowed(String method, String path) {
        HttpResponse<String> response = server.send(method, path, "");

        if (method.equals("HEAD")) {
            assertThat(response.statusCode()).isEqualTo(405);
        } else {
            assertUnrouted(response, 405, "Method Not Allowed");
        }
    }

    @Test
    void anAnswerThatIsNotWantedIsNotAcceptable() {
        assertUnrouted(server.send("GET", "/", "", "Accept", "text/html"), 406, "Not Acceptable");
        assertThat(server.send("GET", "/", "", "Accept", "*/*").statusCode()).isEqualTo(200);
        assertThat(server.send("GET", "/", "", "Accept", "text/html, application/*;q=0.1")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Accept:; 200",
                "Accept:  ; 200",
                "Accept: a/b/c; 400",
                "Accept: json; 406",
                "Accept: application; 200",
                "Accept: *; 200",
                "Accept: /; 400",
                "Accept: text/; 400",
                "Accept: a b; 400",
                "Accept: a, b/c; 406",
                "Accept: a/b/c, */*; 400",
                "Accept: text/html|Accept: application/json; 200",
                "Accept: text/html|Accept: text/plain; 406",
                "Accept: a/b/c|Accept: */*; 400"
            })
    void whatIsAcceptedIsReadAsTheReferenceDoes(String headers, int status) {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n" + headers.replace("|", "\r\n")
                + "\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.answerTo(server.uri("/"), request)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void whatJavasOwnClientAcceptsIsTaken() {
        String accept = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";

        assertThat(server.send("GET", "/", "", "Accept", accept).statusCode()).isEqualTo(200);
    }

    @Test
    void anAcceptThatIsNoneIsABadRequest() {
        HttpResponse<String> bare = server.send("GET", "/", "", "Accept", "a/b/c");
        assertThat(bare.statusCode()).isEqualTo(400);
        assertThat(bare.body()).isEmpty();
        assertThat(bare.headers().firstValue("Content-Type")).isEmpty();
        assertThat(bare.headers().firstValue("Cache-Control")).hasValue("must-revalidate,no-cache,no-store");
        assertThat(server.send("GET", "/", "", "Accept", "a/b/c, application/json")
                        .body())
                .contains("\"message\":\"Bad Request\"", "\"status\":\"400\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void aBodyThatIsNoJsonIsUnsupported(String type) {
        assertUnrouted(server.send("POST", "/things", "{}", "Content-Type", type), 415, "Unsupported Media Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"})
    void aWriteOfAnotherTypeIsUnsupportedWithOrWithoutContent(String type) {
        for (String body : List.of("", "a=b")) {
            assertUnrouted(
                    server.send("PUT", "/things/a/pause", body, "Content-Type", type), 415, "Unsupported Media Type");
        }
        assertThat(server.send("GET", "/", "", "Content-Type", type).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWriteThatTakesNothingMayBringNothingOrJson() {
        assertThat(server.send("PUT", "/things/a/pause", "").statusCode()).isEqualTo(200);
        assertThat(server.send("PUT", "/things/a/pause", "", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyOfNoTypeIsUnsupported() {
        HttpResponse<String> response = server.send("POST", "/things", "{}");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"error_code\":415,\"message\":\"HTTP 415 Unsupported Media Type\"}");
    }

    @Test
    void aCharsetDoesNotMatter() {
        assertThat(server.send("POST", "/things", "{}", "Content-Type", "application/json;charset=UTF-8")
                        .body())
                .isEqualTo("{\"target\":\"STARTED\"}");
    }

    @Test
    void optionsSayWhatIsAllowed() {
        HttpResponse<String> response = server.send("OPTIONS", "/things", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET,HEAD,OPTIONS,POST");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void headIsGetWithoutBody() {
        HttpResponse<String> response = server.send("HEAD", "/", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aTrailingSlashDoesNotCount() {
        assertThat(server.get("/things/").body())
                .isEqualTo(server.get("/things").body());
        assertThat(server.get("/things/a/").body()).isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "a%20b, a b",
        "a+b, a+b",
        "a%2Bb, a+b",
        "%C3%BCn%C3%AF-%E6%97%A5%E6%9C%AC, ünï-日本",
        "%F0%9F%98%80, 😀",
        "a%3Bc, a;c",
        "a%3Fd, a?d",
        "a%23e, a#e",
        "a%7Bg%7D, a{g}",
        "a:h, a:h",
        "a%26i=j, a&i=j",
        "..a, ..a"
    })
    void namesAreDecoded(String encoded, String name) throws JsonProcessingException {
        String body = server.get("/things/" + encoded).body();

        assertThat(Json.MAPPER.readValue(body, String.class)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/a%2Fb", "/things/a%5Cb", "/things/a%2525", "//", "/things//", "//things"})
    void ambiguousPathsAreBadRequests(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=iso-8859-1");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("must-revalidate,no-cache,no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json",
                "application/json, text/html | application/json",
                "application/json;q=0.1, text/html | text/html;charset=iso-8859-1",
                "*/* | text/html;charset=iso-8859-1",
                "image/png |"
            })
    void ambiguousPathsAreAnsweredInWhatIsAskedFor(String accept, String type) {
        HttpResponse<String> response = server.send("GET", "/things/a%2Fb", "", "Accept", accept);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).isEqualTo(Optional.ofNullable(type));
        if ("application/json".equals(type)) {
            assertThat(response.body())
                    .startsWith("{\"message\":\"Ambiguous path\",\"url\":\"http://")
                    .endsWith("/things/a%2Fb\",\"status\":\"400\"}");
        }
    }

    @Test
    void aPathThatIsNoUtf8IsABadRequest() {
        assertThat(server.get("/things/a%E6").statusCode()).isEqualTo(400);
    }

    @Test
    void queriesAreRead() {
        assertThat(server.get("/things?expand=info&expand=status").body()).isEqualTo("[\"info\",\"status\"]");
        assertThat(server.send("PUT", "/things/a/pause?now=TRUE", "").body()).isEqualTo("true");
        assertThat(server.send("PUT", "/things/a/pause?now=yes", "").body()).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": \"x\", ", "{} x", "[]", "\"text\"", "{\"name\": [\"a\"]}", "{\"state\": 1}"})
    void malformedJsonIsAnsweredInOneSentence(String body) {
        HttpResponse<String> response = server.send("POST", "/things", body, "Content-Type", "application/json");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body())
                .startsWith("{\"error_code\":500,\"message\":\"")
                .doesNotContain("\\n\\tat ");
    }

    @Test
    void anInitialStateIsReadInAnyCase() {
        assertThat(server.send("POST", "/things", "{\"initial_state\":\"paused\"}", "Content-Type", "application/json")
                        .body())
                .isEqualTo("{\"target\":\"PAUSED\"}");
    }

    @Test
    void aBugIsAnsweredAsAnError() {
        HttpResponse<String> response = server.get("/throwing");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"error_code\":500,\"message\":\"a bug\"}");
    }
}
