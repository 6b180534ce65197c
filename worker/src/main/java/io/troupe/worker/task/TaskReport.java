package io.troupe.worker.task;

import io.troupe.persistence.connector.RunState;
import org.jspecify.annotations.Nullable;

/** What a task's host says upward. */
public sealed interface TaskReport {

    /** How the task does. */
    sealed interface Is extends TaskReport {
        RunState state();
    }

    /** @param version of the plugin, null while it is not loaded */
    record Running(@Nullable String version) implements Is {
        @Override
        public RunState state() {
            return RunState.RUNNING;
        }
    }

    record Paused(@Nullable String version) implements Is {
        @Override
        public RunState state() {
            return RunState.PAUSED;
        }
    }

    /**
     * The task is over; nothing more comes from this host but its end.
     *
     * @param lasting see {@link io.troupe.worker.LastingFailures}
     */
    record Failed(@Nullable String version, String trace, boolean lasting) implements Is {
        @Override
        public RunState state() {
            return RunState.FAILED;
        }
    }

    /**
     * The task wrote to the topic, or read from it.
     *
     * @param resets see {@link io.troupe.persistence.connector.UsedTopics}
     */
    record TopicUsed(long resets, String topic) implements TaskReport {}
}
