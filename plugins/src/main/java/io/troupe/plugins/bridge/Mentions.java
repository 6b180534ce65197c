package io.troupe.plugins.bridge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Looks for class names in a class file without taking it apart: nearly all class files mention none of those sought. */
final class Mentions {

    private static final byte[] KAFKA = "org/apache/kafka/".getBytes(StandardCharsets.US_ASCII);

    private Mentions() {}

    /** Whether a class file mentions one of these classes of Kafka, or a class nested in one. */
    static boolean any(byte[] classFile, Set<String> names) {
        for (int at = 0; at <= classFile.length - KAFKA.length; at++) {
            if (classFile[at] == KAFKA[0]
                    && Arrays.equals(classFile, at, at + KAFKA.length, KAFKA, 0, KAFKA.length)
                    && names.contains(nameAt(at, classFile))) {
                return true;
            }
        }
        return false;
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
