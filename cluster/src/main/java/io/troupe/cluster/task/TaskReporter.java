package io.troupe.cluster.task;

import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the connector how one run of a task does, and tells it again when the connector turns out not to know: what is
 * said while the connector moves is lost.
 */
final class TaskReporter {

    private final TaskId id;
    private final TaskServices services;
    private final Assignment assignment;
    private @Nullable String version;
    private ConnectorCommand.@Nullable TaskReported last;

    TaskReporter(TaskId id, TaskServices services, Assignment assignment) {
        this.id = id;
        this.services = services;
        this.assignment = assignment;
    }

    /** What a run says once it has failed is no news: one that was taken for dead may still stir. */
    void report(TaskReport.Is report) {
        if (hasFailed()) {
            return;
        }
        String worker = services.workerId();
        if (report instanceof TaskReport.Running running) {
            version = running.version();
            say(Status.of(RunState.RUNNING, worker, version), false);
        } else if (report instanceof TaskReport.Paused paused) {
            version = paused.version();
            say(Status.of(RunState.PAUSED, worker, version), false);
        } else if (report instanceof TaskReport.Failed failed) {
            say(new Status(RunState.FAILED, worker, failed.version(), failed.trace()), failed.lasting());
        }
    }

    /** A task whose host has ended by itself has failed, also when the host could not say so any more. */
    void ended() {
        report(new TaskReport.Failed(version, "The task's thread has ended and did not say why", false));
    }

    private boolean hasFailed() {
        return last != null && last.status().failed();
    }

    /** Nobody runs the task until another worker does. One that has failed stays so, wherever it is. */
    void handedOver() {
        if (!hasFailed()) {
            say(Status.of(RunState.UNASSIGNED, services.workerId(), version), false);
        }
    }

    /** @param known what the connector believes of its task's present run; null for nothing yet */
    void reminded(long run, @Nullable RunState known) {
        ConnectorCommand.TaskReported said = last;
        if (said != null && run == assignment.run() && said.status().state() != known) {
            services.connector(id).tell(said);
        }
    }

    private void say(Status status, boolean lasting) {
        ConnectorCommand.TaskReported said = new ConnectorCommand.TaskReported(
                id.number(), assignment.revision(), assignment.run(), status, lasting);
        last = said;
        services.connector(id).tell(said);
    }
}
