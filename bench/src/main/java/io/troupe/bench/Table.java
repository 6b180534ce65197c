package io.troupe.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result as text, one row a line. */
record Table(List<Comparison> rows, double tolerance) {
    private static final String HEAD = String.format(
            Locale.ROOT,
            "%-19s | %27s | %27s | %13s |%n%-19s | %13s %13s | %13s %13s | %6s %6s |",
            "",
            Side.REFERENCE.title(),
            Side.TROUPE.title(),
            "ratio",
            "row",
            "records/s",
            "CPU-s/million",
            "records/s",
            "CPU-s/million",
            "rate",
            "CPU");

    boolean isAnyBehind() {
        return rows.stream().anyMatch(row -> row.isBehind(tolerance));
    }

    String text() {
        return Stream.concat(Stream.of(HEAD), rows.stream().map(this::line))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(Comparison row) {
        return String.format(
                Locale.ROOT,
                "%-19s | %,13.0f %13.2f | %,13.0f %13.2f | %6.2f %6.2f | %s",
                row.row().name(),
                row.reference().recordsPerSecond(),
                row.reference().cpuSecondsPerMillion(),
                row.troupe().recordsPerSecond(),
                row.troupe().cpuSecondsPerMillion(),
                row.rateRatio(),
                row.cpuRatio(),
                row.isBehind(tolerance) ? "BEHIND" : "ok");
    }
}
