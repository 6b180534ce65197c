package io.troupe.cluster.task;

import io.troupe.cluster.connector.Answer;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.persistence.TaskId;
import io.troupe.worker.task.Stall;
import io.troupe.worker.task.TaskHost;
import java.time.Instant;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a task does not come back from its plugin: says so once in the log, and to the connector whenever it
 * looks. Nothing is done about it, since a poll may wait for as long as it likes.
 */
final class StallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    private final TaskId id;
    private final TaskServices services;
    private long call;
    private Instant since = Instant.EPOCH;

    StallWatch(TaskId id, TaskServices services) {
        this.id = id;
        this.services = services;
    }

    void look(long run, TaskHost host, EntityRef<ConnectorCommand> connector) {
        Stall stall = host.stall(services.stalledAfter());
        if (stall == null) {
            return;
        }
        if (stall.call() != call) {
            call = stall.call();
            since = services.settings().clock().instant().minus(stall.age());
            LOG.warn(
                    "Task {} has not come back for {} s; it is still running, here:\n{}",
                    id.label(),
                    stall.age().toSeconds(),
                    stall.stack());
        }
        connector.tell(new ConnectorCommand.TaskStalled(new Answer.Stall(id.number(), run, since, stall.stack())));
    }
}
