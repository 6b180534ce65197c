package io.troupe.worker.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectorNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "a b",
                "a/b",
                "..",
                "%",
                "\\",
                "a:b,c[d]{e}",
                "\"f'",
                "日本",
                "üní",
                "שלום",
                "مرحبا",
                "😀"
            })
    void anyTextIsAName(String name) {
        assertThat(ConnectorName.fault(name)).isEmpty();
    }

    @Test
    void theLimitIsTheLimit() {
        assertThat(ConnectorName.fault("é".repeat(512))).isEmpty();
        assertThat(ConnectorName.fault("é".repeat(513)))
                .hasValue("String may not be longer than 512 characters, but has 513 of them");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 0x1B, 0x7F, 0x85, 0x9B, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202E, 0x2066, 0x2069})
    void whatMovesCursorsOrTurnsDirectionIsRefused(int character) {
        assertThat(ConnectorName.fault("a" + Character.toString(character) + "b"))
                .hasValue("String may not contain control or direction characters, nor halves of characters, but had"
                        + " U+%04X".formatted(character));
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(ConnectorName.fault("a\uD83D")).get().asString().endsWith("U+D83D");
    }
}
