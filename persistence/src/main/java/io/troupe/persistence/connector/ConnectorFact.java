package io.troupe.persistence.connector;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.persistence.Caller;
import io.troupe.persistence.Fact;
import io.troupe.persistence.Ordered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to one life of a connector. The names in {@code @Type} are stored: they never change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConnectorFact.Created.class, name = "created"),
    @JsonSubTypes.Type(value = ConnectorFact.Configured.class, name = "configured"),
    @JsonSubTypes.Type(value = ConnectorFact.Retargeted.class, name = "retargeted"),
    @JsonSubTypes.Type(value = ConnectorFact.RestartAsked.class, name = "restart-asked"),
    @JsonSubTypes.Type(value = ConnectorFact.Reported.class, name = "reported"),
    @JsonSubTypes.Type(value = ConnectorFact.TasksPlanned.class, name = "tasks-planned"),
    @JsonSubTypes.Type(value = ConnectorFact.TaskEnlisted.class, name = "task-enlisted"),
    @JsonSubTypes.Type(value = ConnectorFact.TaskReported.class, name = "task-reported"),
    @JsonSubTypes.Type(value = ConnectorFact.TopicsUsed.class, name = "topics-used"),
    @JsonSubTypes.Type(value = ConnectorFact.TopicsReset.class, name = "topics-reset"),
    @JsonSubTypes.Type(value = ConnectorFact.RetryPlanned.class, name = "retry-planned"),
    @JsonSubTypes.Type(value = ConnectorFact.Deleted.class, name = "deleted")
})
public sealed interface ConnectorFact extends Fact {

    @Override
    default boolean lasting() {
        return false;
    }

    ConnectorState applyTo(ConnectorState state);

    record Created(Map<String, String> config, TargetState target, Instant at, Caller by) implements ConnectorFact {
        public Created {
            config = Ordered.copyOf(config);
        }

        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.configured(config).retargeted(target).asked(by);
        }

        /** Settings may be secrets; the journal needs them, a log does not. */
        @Override
        public String toString() {
            return "Created[target=" + target + ", at=" + at + ", by=" + by + "]";
        }
    }

    record Configured(Map<String, String> config, Instant at, Caller by) implements ConnectorFact {
        public Configured {
            config = Ordered.copyOf(config);
        }

        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.configured(config);
        }

        @Override
        public String toString() {
            return "Configured[at=" + at + ", by=" + by + "]";
        }
    }

    record Retargeted(TargetState target, Instant at, Caller by) implements ConnectorFact {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.retargeted(target);
        }
    }

    /**
     * @param connector whether the connector itself begins anew
     * @param tasks numbers of the tasks that do
     * @param by Troupe itself when a retry that was planned is due
     */
    record RestartAsked(boolean connector, List<Integer> tasks, Instant at, Caller by) implements ConnectorFact {
        @Override
        public boolean lasting() {
            return !by.equals(Caller.TROUPE);
        }

        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return by.equals(Caller.TROUPE)
                    ? state.restarting(connector, tasks, true)
                    : state.restarting(connector, tasks, false).asked(by);
        }
    }

    record Reported(Status status, Instant at) implements ConnectorFact {
        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.reported(status, at);
        }
    }

    /** @param configs one a task, in the order of their numbers, as {@code taskConfigs} returned them */
    record TasksPlanned(List<Map<String, String>> configs, Instant at) implements ConnectorFact {
        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.planned(configs);
        }

        @Override
        public String toString() {
            return "TasksPlanned[tasks=" + configs.size() + ", at=" + at + "]";
        }
    }

    record TaskEnlisted(int task, long run, String worker, Instant at) implements ConnectorFact {
        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.enlisted(task, run, worker);
        }
    }

    record TaskReported(int task, long run, Status status, Instant at) implements ConnectorFact {
        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.taskReported(task, run, status, at);
        }
    }

    /** Tasks wrote to these topics, or read from them, for the first time since the last reset. */
    record TopicsUsed(List<String> topics, Instant at) implements ConnectorFact {
        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.listing(state.topics().with(topics));
        }
    }

    record TopicsReset(Instant at, Caller by) implements ConnectorFact {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.listing(state.topics().reset());
        }
    }

    /**
     * The runtime means to restart what has failed.
     *
     * @param task null for the connector itself
     * @param attempt the how manieth in a row
     * @param due null when it has to wait for the connector to be resumed
     */
    record RetryPlanned(
            @Nullable Integer task, int attempt, @Nullable Instant due, Instant at) implements ConnectorFact {
        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return state.retrying(task, Retries.planned(attempt, due));
        }
    }

    record Deleted(Instant at, Caller by) implements ConnectorFact {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public ConnectorState applyTo(ConnectorState state) {
            return ConnectorState.DELETED.asked(by);
        }
    }
}
