package io.troupe.cluster.connector;

import io.troupe.cluster.Wire;
import io.troupe.cluster.catalogue.Catalogue;
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

    /** What users ask; a connector that is gone has one answer to all of it. */
    sealed interface Asked extends ConnectorCommand {
        @Override
        ActorRef<Answer> replyTo();
    }

    /** What users want to be otherwise. */
    sealed interface Change extends Asked {
        Caller by();
    }

    record Create(Map<String, String> config, TargetState target, Caller by, ActorRef<Answer> replyTo)
            implements Change {
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
            implements Change {
        public Configure {
            config = Ordered.copyOf(config);
        }

        @Override
        public String toString() {
            return "Configure[by=" + by + "]";
        }
    }

    record Retarget(TargetState target, Caller by, ActorRef<Answer> replyTo) implements Change {}

    /** Of the connector alone, failed or not, it is answered when that has started or failed to. */
    record Restart(boolean includeTasks, boolean onlyFailed, Caller by, ActorRef<Answer> replyTo) implements Change {}

    record RestartTask(int task, Caller by, ActorRef<Answer> replyTo) implements Change {}

    record Describe(ActorRef<Answer> replyTo) implements Asked {}

    /** How it does; answered with {@link Answer.Told}, of whose settings there are only a few. */
    record Observe(ActorRef<Answer> replyTo) implements Asked {}

    /** Answered with {@link Answer.Tasks}. */
    record ListTasks(ActorRef<Answer> replyTo) implements Asked {}

    record Delete(Caller by, ActorRef<Answer> replyTo) implements Change {}

    /** Only for a connector that is stopped. */
    record ChangeOffsets(OffsetsRequest request, Caller by, ActorRef<Answer> replyTo) implements Change {}

    record ListTopics(ActorRef<Answer> replyTo) implements Asked {}

    record ResetTopics(Caller by, ActorRef<Answer> replyTo) implements Change {}

    /** A task says which topics it used since that many resets. */
    record UseTopics(long resets, List<String> topics) implements ConnectorCommand {}

    /**
     * An incarnation that was registered and never configured ends by it; for all others it is {@link Wake}.
     *
     * @param configured that it was, the catalogue knows: if the entity does not, its journal is not the right one
     * @param catalogue is told when only the entity knows
     */
    record Settle(boolean configured, ActorRef<Catalogue.Command> catalogue) implements ConnectorCommand {}

    /** A connector that moved sleeps until it is told something; a task, until its connector reminds it. */
    enum Wake implements ConnectorCommand {
        /** For one that is awake it is no news. */
        ALONE,

        /** Tasks may sleep although their connector is awake. */
        WITH_TASKS
    }

    /**
     * A task asks for its assignment.
     *
     * @param performed the last run that it began; 0 for none
     */
    record Enlist(int task, String worker, long performed, ActorRef<TaskEntity.Command> replyTo)
            implements ConnectorCommand {}

    /** A task that was not reminded for long asks whether it is still wanted. */
    record Confirm(int task, ActorRef<TaskEntity.Command> replyTo) implements ConnectorCommand {}

    /**
     * @param revision what the task was made with
     * @param lasting see {@link io.troupe.worker.LastingFailures}
     */
    record TaskReported(int task, long revision, long run, Status status, boolean lasting)
            implements ConnectorCommand {}

    /** All that is wrong with a task that runs; it repeats that as long as it is so. */
    record TaskConditions(int task, long run, List<Answer.Condition> all) implements ConnectorCommand {
        public TaskConditions {
            all = List.copyOf(all);
        }
    }

    /** How failures are dealt with; answered with {@link Answer.Supervised}. */
    record Examine(ActorRef<Answer> replyTo) implements Asked {}

    /** What sharding sends when the entity moves. */
    enum HandOver implements ConnectorCommand {
        INSTANCE
    }

    /** What the entity tells itself, or hears from what it hosts; it never leaves the node. */
    non-sealed interface Own extends ConnectorCommand {}
}
