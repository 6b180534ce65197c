package io.troupe.worker.task;

import org.jspecify.annotations.Nullable;

/** What a task's host says upward. */
public sealed interface TaskReport {

    /** @param version of the plugin, null while it is not loaded */
    record Running(@Nullable String version) implements TaskReport {}

    record Paused(@Nullable String version) implements TaskReport {}

    /** The task is over; nothing more comes from this host but its end. */
    record Failed(@Nullable String version, String trace) implements TaskReport {}
}
