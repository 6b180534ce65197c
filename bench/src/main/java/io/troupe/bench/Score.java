package io.troupe.bench;

import io.troupe.bench.plugin.Measured;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a side made of a row in several rounds: the medians, which one disturbed round does not move. */
record Score(double recordsPerSecond, double cpuSecondsPerMillion) {

    /** @throws IllegalArgumentException when there was no round */
    static Score of(List<Measured> rounds) {
        return new Score(median(rounds, Measured::recordsPerSecond), median(rounds, Measured::cpuSecondsPerMillion));
    }

    private static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("No measurements");
        }
        int middle = sorted.length / 2;
        return Arrays.stream(sorted, sorted.length % 2 == 0 ? middle - 1 : middle, middle + 1)
                .average()
                .orElseThrow();
    }
}
