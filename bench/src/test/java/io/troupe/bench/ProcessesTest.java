package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void startNothingAfterTheEnd() {
        Processes processes = Processes.begin(folder);
        processes.close();
        assertThatThrownBy(() -> processes.start("late", List.of("sleep", "600"), Map.of()))
                .isInstanceOf(BenchFailed.class);
    }

    @Test
    void endWithTheRun() {
        Process sleeper;
        try (Processes processes = Processes.begin(folder)) {
            sleeper = processes.start("sleeper", List.of("sleep", "600"), Map.of());
            assertThat(sleeper.isAlive()).isTrue();
        }
        assertThat(sleeper.isAlive()).isFalse();
        assertThat(folder.resolve("sleeper.log")).exists();
    }
}
