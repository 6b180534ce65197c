package io.troupe.bench.company;

import io.troupe.bench.Broker;
import io.troupe.bench.Layout;
import io.troupe.bench.Processes;
import io.troupe.bench.Side;
import java.io.PrintStream;
import java.util.Locale;

/**
 * What every scenario finds.
 *
 * @param journal the database of Troupe's workers
 */
record Stage(
        Layout layout,
        Processes processes,
        Broker broker,
        Journal journal,
        Wishes wishes,
        Figures figures,
        PrintStream out) {

    void say(String format, Object... values) {
        out.printf(Locale.ROOT, "  " + format + "%n", values);
    }

    void note(Side side, Measure measure, long value) {
        figures.add(side, measure, (double) value);
    }

    void note(Side side, Measure measure, double value) {
        figures.add(side, measure, value);
    }
}
