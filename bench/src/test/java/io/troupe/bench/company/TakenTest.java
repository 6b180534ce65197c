package io.troupe.bench.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenTest {
    @TempDir
    private Path folder = Path.of("");

    private void append(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void readsOnAndLeavesALineInProgress() throws IOException {
        Taken taken = new Taken(folder, "note", 2, 2);
        append("note-0.notes", "100 0 0\n120 0 1\n140 0");
        append("note-1.notes", "110 1 0\n");
        assertThat(taken.read()).extracting(Track::length).containsExactly(2L, 1L);
        append("note-0.notes", " 2\n");
        assertThat(taken.read()).extracting(Track::length).containsExactly(3L, 1L);
        assertThat(taken.read()).extracting(Track::missing).containsExactly(0L, 0L);
        assertThat(taken.read()).extracting(Track::lastTask).containsExactly(0, 1);
    }

    @Test
    void countsStartsOfTasks() throws IOException {
        append("note.lives", "100 start 0\n200 start 1\n250 stop 1\n300 start 1\n");
        Lives lives = new Lives(folder, "note");
        assertThat(lives.startsSince(100)).containsExactly(1, 1);
        assertThat(new Lives(folder, "other").startsSince(0)).isEmpty();
    }
}
