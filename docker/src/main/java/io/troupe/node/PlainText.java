package io.troupe.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.troupe.worker.Concealment;

/**
 * {@code %plain(...)} in a pattern: one line, whatever a connector's name or a message brings along. What ends a line,
 * moves the cursor, or turns the direction of writing is spelled out, and secrets of the thread's plugin are left out.
 */
public final class PlainText extends CompositeConverter<ILoggingEvent> {

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return of(Concealment.ofThread().of(text));
    }

    static String of(String text) {
        return text.codePoints().allMatch(PlainText::plain) ? text : spelledOut(text);
    }

    private static String spelledOut(String text) {
        StringBuilder plain = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (plain(character)) {
                plain.appendCodePoint(character);
            } else {
                plain.append(
                        switch (character) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            default -> "\\u%04X".formatted(character);
                        });
            }
        });
        return plain.toString();
    }

    private static boolean plain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT ->
                !(character >= 0x202A && character <= 0x202E)
                        && !(character >= 0x2066 && character <= 0x2069)
                        && character != 0x061C
                        && character != 0x200E
                        && character != 0x200F;
            default -> true;
        };
    }
}
