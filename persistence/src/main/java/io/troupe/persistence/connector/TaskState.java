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
 * @param retries what the runtime does about its failures
 */
public record TaskState(
        Map<String, String> config,
        long revision,
        long run,
        @Nullable Status status,
        Retries retries) {

    public TaskState {
        config = Ordered.copyOf(config);
        retries = retries == null ? Retries.NONE : retries; // snapshots of before there were any
    }

    /** It begins anew, and with it the count of its failures. */
    TaskState revised(Map<String, String> newConfig, long newRevision) {
        return new TaskState(newConfig, newRevision, run, status, Retries.NONE);
    }

    /** Of a run that is to begin nobody can say yet that it goes on. */
    TaskState enlisted(long newRun, String worker) {
        Status before = status;
        Status now =
                before == null || !before.goesOn() ? before : Status.of(RunState.UNASSIGNED, worker, before.version());
        return new TaskState(config, revision, newRun, now, retries);
    }

    /** The same with another status, for those who know better. */
    public TaskState showing(Status otherStatus) {
        return reported(otherStatus);
    }

    TaskState reported(@Nullable Status newStatus) {
        return new TaskState(config, revision, run, newStatus, retries);
    }

    TaskState retrying(Retries newRetries) {
        return new TaskState(config, revision, run, status, newRetries);
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "TaskState[revision=" + revision + ", run=" + run + ", status=" + status + "]";
    }
}
