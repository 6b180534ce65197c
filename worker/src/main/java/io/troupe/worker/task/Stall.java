package io.troupe.worker.task;

import java.time.Duration;

/**
 * A task's thread has not come back from one call for long.
 *
 * @param call tells this call from the others of the same host
 * @param age of the call
 * @param stack where the thread is
 */
public record Stall(long call, Duration age, String stack) {}
