package io.troupe.bench.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementTest {
    @TempDir
    private Path folder = Path.of("");

    private Path result = Path.of("");

    @BeforeEach
    void nameResult() {
        result = folder.resolve("result");
    }

    private Measurement measurement() {
        return Measurement.of(new MeasuringSettings(result, 100, 1_000));
    }

    @Test
    void beginsAfterTheWarmUpAndEndsWithTheLastRecord() throws IOException {
        Measurement measurement = measurement();
        measurement.add(99);
        measurement.add(1);
        measurement.add(899);
        assertThat(result).doesNotExist();
        measurement.add(1);
        assertThat(Measured.parse(Files.readString(result)).records()).isEqualTo(900);
    }

    @Test
    void countsFromTheBatchThatEndsTheWarmUp() throws IOException {
        Measurement measurement = measurement();
        measurement.add(150);
        measurement.add(850);
        assertThat(Measured.parse(Files.readString(result)).records()).isEqualTo(850);
    }

    @Test
    void isOneForAllTasks() {
        measurement().add(600);
        measurement().add(400);
        assertThat(result).exists();
    }
}
