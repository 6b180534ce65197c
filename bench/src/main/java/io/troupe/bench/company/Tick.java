package io.troupe.bench.company;

/**
 * One record of a task.
 *
 * @param millis when
 * @param number its number of a source's record, its offset of a sink's
 * @param task   whose it was
 */
record Tick(long millis, long number, int task) {}
