package io.troupe.plugins.bridge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Looks for class names in a class file without taking it apart: nearly all class files mention none of those sought.
 * Leaps over what cannot begin a name of Kafka's (Boyer, Moore, Horspool), as this is done to every class of a plugin.
 */
final class Mentions {

    private static final byte[] KAFKA = "org/apache/kafka/".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST = KAFKA.length - 1;
    private static final int[] LEAPS = leaps();

    private Mentions() {}

    /** Whether a class file mentions one of these classes of Kafka, or a class nested in one. */
    static boolean any(byte[] classFile, Set<String> names) {
        for (int at = 0; at < classFile.length - LAST; at += LEAPS[classFile[at + LAST] & 0xFF]) {
            if (Arrays.equals(classFile, at, at + KAFKA.length, KAFKA, 0, KAFKA.length)
                    && names.contains(nameAt(at, classFile))) {
                return true;
            }
        }
        return false;
    }

    /** How far the next name begins at least, by the byte where this one would end. */
    private static int[] leaps() {
        int[] leaps = new int[256];
        Arrays.fill(leaps, KAFKA.length);
        for (int i = 0; i < LAST; i++) {
            leaps[KAFKA[i]] = LAST - i;
        }
        return leaps;
    }

    /** A name ends with its text, or where a descriptor, a signature or the name of a nested class goes on. */
    private static String nameAt(int start, byte[] classFile) {
        int end = start + KAFKA.length;
        while (end < classFile.length && isPartOfName(classFile[end])) {
            end++;
        }
        return new String(classFile, start, end - start, StandardCharsets.US_ASCII);
    }

    private static boolean isPartOfName(byte character) {
        return character == '/' || character == '_' || Character.isLetterOrDigit((int) character);
    }
}
