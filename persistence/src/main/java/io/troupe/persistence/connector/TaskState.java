package io.troupe.persistence.connector;

import io.troupe.persistence.Ordered;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one task.
 *
 * @param config what {@code taskConfigs} gave the task
 * @param revision changes whenever the task has to begin anew: other settings, or a restart that was asked for
 * @param run counts how often the task was given to a worker; reports of earlier runs are void
 * @param status as last reported; null until a worker reported
 */
public record TaskState(
        Map<String, String> config,
        long revision,
        long run,
        @Nullable Status status) {

    public TaskState {
        config = Ordered.copyOf(config);
    }

    TaskState revised(Map<String, String> newConfig, long newRevision) {
        return new TaskState(newConfig, newRevision, run, status);
    }

    TaskState enlisted(long newRun) {
        return new TaskState(config, revision, newRun, status);
    }

    TaskState reported(@Nullable Status newStatus) {
        return new TaskState(config, revision, run, newStatus);
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "TaskState[revision=" + revision + ", run=" + run + ", status=" + status + "]";
    }
}
