package io.troupe.bench;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a run is to do.
 *
 * @param records measured in each row, without the warm-up; empty: what suits the row
 */
record RunSettings(
        List<Row> rows, OptionalLong records, int rounds, int tasks, int partitions, String heap, boolean recording) {

    long measured(Row row) {
        return records.orElse(row.defaultRecords());
    }

    /** A third on top, which the worker gets to warm up and which does not count. */
    long warmUp(Row row) {
        return measured(row) / 3;
    }

    long total(Row row) {
        return measured(row) + warmUp(row);
    }
}
