package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations as in contract/rest/open-web.json. */
final class CrossOriginTest {

    private static String allowed(HttpResponse answer) {
        return answer.getHeader("Access-Control-Allow-Origin")
                .map(HttpHeader::value)
                .orElse("nobody");
    }

    private static HttpResponse answer(CrossOrigin cors, HttpRequest request) {
        try {
            return cors.around(any -> CompletableFuture.completedFuture(Answers.empty(200)))
                    .answer(request)
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest from(HttpRequest request, String origin) {
        return request.addHeader(RawHeader.create("Origin", origin));
    }

    @Test
    void nothingIsAddedWhenNobodyIsAllowed() {
        HttpResponse answer = answer(CrossOrigin.of(List.of(), List.of()), from(HttpRequest.GET("/"), "http://a"));

        assertThat(answer.getHeaders()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example, http://app.example, true",
        "http://app.example, HTTP://APP.EXAMPLE, true",
        "http://app.example, http://appxexample, false",
        "http://app.example, http://app.example.evil, false",
        "*, http://whoever, true",
        "https?://.*\\.corp\\.example, https://a.corp.example, true",
        "https?://.*\\.corp\\.example, https://a.corpxexample, false"
    })
    void anOriginIsAllowedOrNot(String configured, String origin, boolean allowed) {
        HttpResponse answer = answer(
                CrossOrigin.of(List.of("http://other", configured), List.of()), from(HttpRequest.GET("/"), origin));

        assertThat(allowed(answer)).isEqualTo(allowed ? origin : "nobody");
        assertThat(answer.getHeader("Vary").map(HttpHeader::value)).hasValue("Origin");
    }

    @Test
    void aPreflightIsToldTheMethods() {
        HttpRequest preflight = from(HttpRequest.OPTIONS("/"), "http://a")
                .addHeader(RawHeader.create("Access-Control-Request-Method", "DELETE"));

        for (Map.Entry<List<String>, String> each : Map.of(
                        List.of("GET", "PUT"), "GET,PUT", List.<String>of(), "GET,POST,HEAD")
                .entrySet()) {
            HttpResponse answer = answer(CrossOrigin.of(List.of("http://a"), each.getKey()), preflight);
            assertThat(answer.getHeader("Access-Control-Allow-Methods").map(HttpHeader::value))
                    .hasValue(each.getValue());
        }
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThatThrownBy(() -> CrossOrigin.of(List.of("http://(a"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("access.control.allow.origin");
    }
}
