package io.troupe.bench.company;

/**
 * Something that is measured in every round.
 *
 * @param median     what Troupe's median may be at most
 * @param worst      what its worst round may be at most
 * @param belowOther whether Troupe's median has to be below the reference's, when that was measured, too
 */
record Measure(String scenario, String what, String unit, double median, double worst, boolean belowOther) {

    /** One without a goal. */
    static Measure of(String scenario, String what, String unit) {
        return new Measure(scenario, what, unit, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false);
    }

    Measure goal(double median, double worst) {
        return new Measure(scenario, what, unit, median, worst, belowOther);
    }

    Measure atMost(double worst) {
        return goal(worst, worst);
    }

    Measure never() {
        return atMost(0);
    }

    Measure belowReference() {
        return new Measure(scenario, what, unit, median, worst, true);
    }
}
