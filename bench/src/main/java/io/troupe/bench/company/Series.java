package io.troupe.bench.company;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rounds of a measure on one side. */
final class Series {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int rounds() {
        return values.size();
    }

    double median() {
        double[] sorted = values.stream().mapToDouble(it -> it).sorted().toArray();
        int middle = sorted.length / 2;
        return Arrays.stream(sorted, sorted.length % 2 == 0 ? middle - 1 : middle, middle + 1)
                .average()
                .orElseThrow();
    }

    double worst() {
        return values.stream().mapToDouble(it -> it).max().orElseThrow();
    }
}
