package io.troupe.bench.company;

/**
 * A worker joins, and takes its share.
 *
 * @param even    whether that worked within the time
 * @param silence of any task meanwhile, in milliseconds
 * @param starts  of tasks meanwhile
 * @param millis  from the start of its process
 */
record Comeback(Disturbance join, boolean even, long silence, int starts, long millis) {

    static Comeback of(Stage stage, Company company, Traffic traffic, int number) {
        Disturbance join = Disturbance.ofNobody(traffic);
        company.start(number).awaitReady();
        boolean even = traffic.becomesEven(stage.wishes().patience());
        long done = System.currentTimeMillis();
        boolean flows = traffic.flows(0, stage.wishes().patience());
        return new Comeback(
                join,
                even && flows,
                join.otherSilence(System.currentTimeMillis()),
                traffic.starts(join.since()),
                done - join.since());
    }

    @Override
    public String toString() {
        return String.format(
                "%s after %.1f s, %d starts and %,d ms of silence",
                even ? "even" : "NOT EVEN", millis / 1000.0, starts, silence);
    }
}
