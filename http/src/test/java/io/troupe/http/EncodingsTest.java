package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are read in every encoding that JSON may have, and nothing is stored that was not understood. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EncodingsTest {

    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
        server.serve(List.of(Endpoint.put("/echo", EncodingsTest::echo).takingJson()));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static CompletionStage<org.apache.pekko.http.javadsl.model.HttpResponse> echo(Exchange exchange) {
        try {
            return CompletableFuture.completedFuture(Answers.json(200, String.valueOf(exchange.json(SETTINGS))));
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HttpResponse<String> sent(byte[] body, String type) {
        return server.send("PUT", "/echo", BodyPublishers.ofByteArray(body), "Content-Type", type);
    }

    private static byte[] bytes(String mark, byte[] text) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HexFormat.of().parseHex(mark));
        all.writeBytes(text);
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, ''",
        "UTF-8, EFBBBF",
        "UTF-16BE, ''",
        "UTF-16BE, FEFF",
        "UTF-16LE, ''",
        "UTF-16LE, FFFE",
        "UTF-32BE, ''",
        "UTF-32BE, 0000FEFF",
        "UTF-32LE, ''",
        "UTF-32LE, FFFE0000"
    })
    void everyEncodingOfJsonIsRead(String charset, String mark) throws JsonProcessingException {
        for (String text : List.of("{\"name\":\"größe 日本 😀\"}", " \n{\"\\u00fc\":\"\\ud83d\\ude00\"}")) {
            HttpResponse<String> answer =
                    sent(bytes(mark, text.getBytes(Charset.forName(charset))), "application/json");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.MAPPER.readValue(answer.body(), String.class)).isIn("{name=größe 日本 😀}", "{ü=😀}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7B2261223A22FC227D", // ISO-8859-1
                "7B2261223A22C0AF227D", // longer than it needs to be
                "7B2261223A22EDA080227D", // half a surrogate pair
                "7B2261223A22E697227D", // cut off in a character
                "7B2261223A22E6",
                "FEFF007B002200610022003A0022D8000022007D", // half a surrogate pair in UTF-16BE
                "FFFE7B", // half a character of UTF-16LE
                "0000FEFF0000007B7F000000", // beyond the last character of UTF-32BE
                "0000007B00000022000000610000002200"
                        + "00003A000000220000D800000000220000007D" // half a pair in UTF-32BE
            })
    void whatIsNoTextIsRefused(String body) {
        for (String type : List.of("application/json", "application/json; charset=ISO-8859-1")) {
            HttpResponse<String> answer = sent(HexFormat.of().parseHex(body), type);

            assertThat(answer.body())
                    .startsWith("{\"error_code\":400,\"message\":\"The request's body cannot be read as text: ");
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void theFaultIsNamedWhereItIs() {
        assertThat(sent("{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1), "application/json")
                        .body())
                .contains("what begins at byte 6 is not UTF-8");
    }

    @Test
    void jsonThatIsMalformedIsMalformedInEveryEncoding() {
        assertThat(sent("{\"a\":".getBytes(StandardCharsets.UTF_16), "application/json")
                        .statusCode())
                .isEqualTo(500);
    }
}
