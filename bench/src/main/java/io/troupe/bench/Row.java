package io.troupe.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A row of the table: one way through a worker. */
record Row(Direction direction, Format format) {

    enum Direction {
        SOURCE,
        SINK;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<Row> all() {
        return Arrays.stream(Direction.values())
                .flatMap(direction -> Arrays.stream(Format.values()).map(format -> new Row(direction, format)))
                .toList();
    }

    /**
     * @param name such as sink-json
     * @throws IllegalArgumentException with the names there are
     */
    static Row named(String name) {
        return all().stream()
                .filter(row -> row.name().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no row '" + name + "'; the rows are "
                        + String.join(", ", all().stream().map(Row::name).toList())));
    }

    String name() {
        return direction.label() + "-" + format.label();
    }

    boolean isSource() {
        return direction == Direction.SOURCE;
    }

    /** Measured records that take either worker five to fifteen seconds on two cores. */
    long defaultRecords() {
        return switch (format) {
            case BYTES -> isSource() ? 4_000_000 : 12_000_000;
            case JSON -> isSource() ? 2_500_000 : 5_000_000;
            case JSON_SCHEMA -> isSource() ? 1_000_000 : 2_500_000;
            case TRANSFORMS -> isSource() ? 1_500_000 : 2_500_000;
        };
    }

    /** Which of these rows read what has to be in Kafka before. */
    static Stream<Row> sinks(List<Row> rows) {
        return rows.stream().filter(row -> !row.isSource());
    }
}
