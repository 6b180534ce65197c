package io.troupe.worker.task;

import io.troupe.persistence.Ordered;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.TargetState;
import java.util.Map;

/**
 * All it takes to run a task; plain data, so that it can travel to wherever the task runs.
 *
 * @param revision of the task's settings, see {@link io.troupe.persistence.connector.TaskState}
 * @param run counts how often the task was given to a worker
 * @param connectorConfig as the user wrote it
 * @param taskConfig what the connector made for this task
 */
public record Assignment(
        TaskId task,
        long revision,
        long run,
        TargetState target,
        Map<String, String> connectorConfig,
        Map<String, String> taskConfig) {

    public Assignment {
        connectorConfig = Ordered.copyOf(connectorConfig);
        taskConfig = Ordered.copyOf(taskConfig);
    }

    /** The same with other settings, for instance with references resolved. */
    public Assignment with(Map<String, String> connector, Map<String, String> own) {
        return new Assignment(task, revision, run, target, connector, own);
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "Assignment[task=" + task + ", revision=" + revision + ", run=" + run + ", target=" + target + "]";
    }
}
