package io.troupe.persistence.connector;

import org.jspecify.annotations.Nullable;

/**
 * How a connector or a task does, as last reported.
 *
 * @param worker host and port of the REST API of the worker that reported
 * @param version version of the plugin, null when it could not be loaded
 * @param trace stack trace of the failure, null unless it failed
 */
public record Status(
        RunState state,
        String worker,
        @Nullable String version,
        @Nullable String trace) {

    public static Status of(RunState state, String worker, @Nullable String version) {
        return new Status(state, worker, version, null);
    }

    /** The same worker, version and trace with another state: what a planned restart looks like until it happened. */
    public Status in(RunState other) {
        return new Status(other, worker, version, trace);
    }

    /** Whether somebody is to be at it; all other states are true as long as nothing else is said. */
    public boolean goesOn() {
        return state == RunState.RUNNING || state == RunState.PAUSED;
    }

    public boolean failed() {
        return state == RunState.FAILED;
    }
}
