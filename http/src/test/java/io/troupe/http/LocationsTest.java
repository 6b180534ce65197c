package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations as in contract/rest/names.json. */
final class LocationsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a b, a%20b",
                "a+b, a+b",
                "a/b, a/b",
                "a\\b, a%5Cb",
                "a%25, a%25",
                "a%, a%25",
                "a%2, a%252",
                "ünï-日本, %C3%BCn%C3%AF-%E6%97%A5%E6%9C%AC",
                "..a, ..a",
                "a;c, a;c",
                "a?d, a%3Fd",
                "a#e, a%23e",
                "a\"f', a%22f'",
                "a{g}, a%7Bg%7D",
                "a&i=j:h, a&i=j:h",
                "😀, %F0%9F%98%80"
            })
    void namesAreEncodedAsTheReferenceDoes(String name, String encoded) {
        assertThat(Locations.of(URI.create("http://w:1"), "connectors", name).value())
                .isEqualTo("http://w:1/connectors/" + encoded);
    }
}
