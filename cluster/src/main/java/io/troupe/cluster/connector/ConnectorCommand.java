package io.troupe.cluster.connector;

import io.troupe.cluster.Wire;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.Caller;
import io.troupe.persistence.Ordered;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.offset.OffsetsRequest;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What a connector's entity can be told: by users through the door, by its tasks, by itself and what it hosts. */
public sealed interface ConnectorCommand extends Wire {

    record Create(Map<String, String> config, TargetState target, Caller by, ActorRef<Answer> replyTo)
            implements ConnectorCommand {
        public Create {
            config = Ordered.copyOf(config);
        }

        /** Settings may be secrets and stay out of logs. */
        @Override
        public String toString() {
            return "Create[target=" + target + ", by=" + by + "]";
        }
    }

    /** @param basis version of the configuration that this one was made from; null replaces any */
    record Configure(Map<String, String> config, @Nullable Long basis, Caller by, ActorRef<Answer> replyTo)
            implements ConnectorCommand {
        public Configure {
            config = Ordered.copyOf(config);
        }

        @Override
        public String toString() {
            return "Configure[by=" + by + "]";
        }
    }

    record Retarget(TargetState target, Caller by, ActorRef<Answer> replyTo) implements ConnectorCommand {}

    /** Of the connector alone, failed or not, it is answered when that has started or failed to. */
    record Restart(boolean includeTasks, boolean onlyFailed, Caller by, ActorRef<Answer> replyTo)
            implements ConnectorCommand {}

    record RestartTask(int task, Caller by, ActorRef<Answer> replyTo) implements ConnectorCommand {}

    record Describe(ActorRef<Answer> replyTo) implements ConnectorCommand {}

    record Delete(Caller by, ActorRef<Answer> replyTo) implements ConnectorCommand {}

    /** Only for a connector that is stopped. */
    record ChangeOffsets(OffsetsRequest request, Caller by, ActorRef<Answer> replyTo) implements ConnectorCommand {}

    record ListTopics(ActorRef<Answer> replyTo) implements ConnectorCommand {}

    record ResetTopics(Caller by, ActorRef<Answer> replyTo) implements ConnectorCommand {}

    /** A task says which topics it used since that many resets. */
    record UseTopics(long resets, List<String> topics) implements ConnectorCommand {}

    /** Sent when the cluster comes up; an incarnation that was registered but never configured ends by it. */
    enum Wake implements ConnectorCommand {
        INSTANCE
    }

    /** A task asks for its assignment. */
    record Enlist(int task, String worker, ActorRef<TaskEntity.Command> replyTo) implements ConnectorCommand {}

    /** @param lasting see {@link io.troupe.worker.LastingFailures} */
    record TaskReported(int task, long run, Status status, boolean lasting) implements ConnectorCommand {}

    /** A task repeats it as long as it is so. */
    record TaskStalled(Answer.Stall stall) implements ConnectorCommand {}

    /** How failures are dealt with; answered with {@link Answer.Supervised}. */
    record Examine(ActorRef<Answer> replyTo) implements ConnectorCommand {}

    /** What sharding sends when the entity moves. */
    enum HandOver implements ConnectorCommand {
        INSTANCE
    }

    /** What the entity tells itself, or hears from what it hosts; it never leaves the node. */
    non-sealed interface Own extends ConnectorCommand {}
}
