package io.troupe.worker.connector;

import java.util.Optional;

/** What a new connector may be called. It ends up in paths, log lines, ids of the journal and names of Kafka clients. */
public final class ConnectorName {

    /** In UTF-16 units; the journal's ids hold a group and more beside it. */
    public static final int LONGEST = 512;

    private ConnectorName() {}

    /** What is wrong with it, as half a sentence; empty when it may be taken. */
    public static Optional<String> fault(String name) {
        if (name.length() > LONGEST) {
            return Optional.of(
                    "String may not be longer than " + LONGEST + " characters, but has " + name.length() + " of them");
        }
        return name.codePoints()
                .filter(ConnectorName::refused)
                .mapToObj(character -> "String may not contain control or direction characters, nor halves of"
                        + " characters, but had U+%04X".formatted(character))
                .findFirst();
    }

    /** What moves a terminal's cursor, begins a line, turns the direction of writing, or is no character. */
    private static boolean refused(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> turnsDirection(character);
        };
    }

    private static boolean turnsDirection(int character) {
        return character == 0x061C
                || (character >= 0x200E && character <= 0x200F)
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
