package io.troupe.bench;

/** Both sides of a row. */
record Comparison(Row row, Score reference, Score troupe) {

    /** How many times as many records a second; more than 1 is good. */
    double rateRatio() {
        return troupe.recordsPerSecond() / reference.recordsPerSecond();
    }

    /** How many times as much processor time; less than 1 is good. */
    double cpuRatio() {
        return troupe.cpuSecondsPerMillion() / reference.cpuSecondsPerMillion();
    }

    /** @param tolerance the share by which Troupe may be behind without being counted as behind */
    boolean isBehind(double tolerance) {
        return rateRatio() < 1 - tolerance || cpuRatio() > 1 + tolerance;
    }
}
