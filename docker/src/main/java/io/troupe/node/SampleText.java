package io.troupe.node;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A text to send when none is given: always the same, with letters of one to four bytes. */
final class SampleText {
    static final int LINES = 200_000;

    private static final List<String> WORDS = List.of(
            "curtain",
            "prompter",
            "encore",
            "understudy",
            "aria",
            "Bühne",
            "Kulisse",
            "scène",
            "entr'acte",
            "théâtre",
            "сцена",
            "актёр",
            "σκηνή",
            "舞台",
            "歌舞伎",
            "무대",
            "🎭",
            "🎻",
            "\"quoted\"",
            "back\\slash",
            "tab\there");

    private SampleText() {}

    static Path writeTo(Path file) throws IOException {
        SplittableRandom dice = new SplittableRandom(1723);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int line = 1; line <= LINES; line++) {
                out.write("Line " + line + ":");
                for (int left = dice.nextInt(12); left > 0; left--) {
                    out.write(" " + WORDS.get(dice.nextInt(WORDS.size())));
                }
                out.write('\n');
            }
        }
        return file;
    }
}
