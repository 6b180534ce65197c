package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswersTest {

    private static final Map<Reason, Integer> STATUSES = Map.of(
            Reason.NOT_FOUND, 404,
            Reason.ALREADY_EXISTS, 409,
            Reason.INVALID, 400,
            Reason.UNRESOLVED, 400,
            Reason.TOO_LARGE, 413,
            Reason.FAILED, 500,
            Reason.TIMED_OUT, 503,
            Reason.UNAVAILABLE, 503);

    @ParameterizedTest
    @EnumSource
    void everyRefusalHasItsStatus(Reason reason) {
        Exception refused = new Refusal(reason, "because").asException();
        String body = "{\"error_code\":%d,\"message\":\"because\"}".formatted(STATUSES.get(reason));

        for (Throwable failure : new Throwable[] {refused, new CompletionException(refused)}) {
            HttpResponse response = Answers.failure(failure);
            assertThat(response.status().intValue()).isEqualTo(STATUSES.get(reason));
            assertThat(body(response)).isEqualTo(body);
        }
    }

    @Test
    void whoAsksForWhatCannotBeDoneNowIsToldWhenToComeBack() {
        HttpResponse response = Answers.failure(
                Refusal.unavailable("The database does not answer: refused.").asException());

        assertThat(response.status().intValue()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After"))
                .hasValueSatisfying(it -> assertThat(it.value()).isEqualTo("5"));
        assertThat(body(response)).contains("troupe.database.url");
        assertThat(Answers.failure(new Refusal(Reason.TIMED_OUT, "").asException())
                        .getHeader("Retry-After"))
                .isEmpty();
    }

    @Test
    void whatTakesTooLongSaysSo() {
        HttpResponse response = Answers.failure(new CompletionException(new TimeoutException("ask timed out")));

        assertThat(response.status().intValue()).isEqualTo(500);
        assertThat(body(response)).contains("\"message\":\"Request timed out.").doesNotContain("ask");
    }

    @Test
    void aFailureWithoutAMessageHasOne() {
        assertThat(body(Answers.failure(new NullPointerException())))
                .isEqualTo("{\"error_code\":500,\"message\":\"java.lang.NullPointerException\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 100_000})
    void jsonBeyondALimitIsABadRequest(int depth) {
        Throwable failure = catchThrowable(() -> Json.MAPPER.readTree("[".repeat(depth)));

        assertThat(body(Answers.failure(failure)))
                .startsWith("{\"error_code\":400,\"message\":\"The request's JSON goes beyond a limit: ");
    }

    private static String body(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().utf8String();
    }
}
