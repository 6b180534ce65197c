package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseHeadersTest {

    private static final Clock NEW_YEAR = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static List<String> on(String config, HttpResponse answer) {
        return StreamSupport.stream(
                        ResponseHeaders.of(config, NEW_YEAR)
                                .on(answer)
                                .getHeaders()
                                .spliterator(),
                        false)
                .map(header -> header.name() + ": " + header.value())
                .toList();
    }

    private static List<String> on(String config) {
        return on(config, Answers.empty(200));
    }

    @Test
    void noRuleAddsNothing() {
        assertThat(on("")).isEmpty();
        assertThat(on(" , ")).isEmpty();
    }

    @Test
    void everyRuleAddsAHeader() {
        assertThat(on("add X-Contract: yes, set Cache-Control:no-cache ,ADD X-Url: http://a:1/b"))
                .containsExactly("X-Contract: yes", "Cache-Control: no-cache", "X-Url: http://a:1/b");
    }

    @Test
    void aRuleInQuotesMayHaveCommas() {
        assertThat(on("\"set Cache-Control: no-cache, no-store\", \"add A: say \\\"x\\\"\", add B: "))
                .containsExactly("Cache-Control: no-cache, no-store", "A: say \"x\"", "B: ");
    }

    @Test
    void datesAreMillisecondsFromNow() {
        assertThat(on("setDate Expires: 86400000, addDate Expires: -1000"))
                .containsExactly("Expires: Fri, 02 Jan 2026 00:00:00 GMT", "Expires: Wed, 31 Dec 2025 23:59:59 GMT");
    }

    @Test
    void whatTheAnswerItselfSaysIsNotReplacedButAddedTo() {
        HttpResponse answer = Answers.empty(200).addHeader(RawHeader.create("A", "own"));

        assertThat(on("set A: b", answer)).containsExactly("A: own");
        assertThat(on("add A: b", answer)).containsExactlyInAnyOrder("A: own", "A: b");
    }

    @Test
    void whatNoAnswerCanHaveOrTheServerSetsItselfIsLeftOut() {
        assertThat(
                        on(
                                "set Content-Length: 5, add A: b, set connection: close, set A(B): c, set Content-Type: text/plain"))
                .containsExactly("A: b");
    }

    @Test
    void theLastOfSeveralIsSet() {
        assertThat(on("add A: b, add A: c, set A: d, add A: e")).containsExactly("A: d", "A: e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "add",
                "add A",
                "put A: b",
                "add A B: c",
                "setDate A: tomorrow",
                "\"add A: b",
                "\"add A: b\" c",
                "add A: b, x"
            })
    void whatIsNoRuleIsRefusedByName(String config) {
        assertThatThrownBy(() -> ResponseHeaders.of(config, NEW_YEAR))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("response.http.headers.config");
    }
}
