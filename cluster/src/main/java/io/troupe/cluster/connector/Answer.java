package io.troupe.cluster.connector;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Wire;
import io.troupe.persistence.Ordered;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.health.Condition.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connector's entity answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Told.class, name = "told"),
    @JsonSubTypes.Type(value = Answer.Overtaken.class, name = "overtaken"),
    @JsonSubTypes.Type(value = Answer.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Answer.OffsetsChanged.class, name = "offsets-changed"),
    @JsonSubTypes.Type(value = Answer.Topics.class, name = "topics"),
    @JsonSubTypes.Type(value = Answer.Tasks.class, name = "tasks"),
    @JsonSubTypes.Type(value = Answer.Supervised.class, name = "supervised")
})
public sealed interface Answer extends Wire {

    /** The connector as it is now, but for what there can be much of and few ask for: see {@link Brief}. */
    record Told(ConnectorState state) implements Answer {
        public Told {
            state = Brief.of(state);
        }
    }

    /** Somebody else was faster: the connector is not what the request was based on, but this. */
    record Overtaken(ConnectorState state) implements Answer {
        public Overtaken {
            state = Brief.of(state);
        }
    }

    /** This incarnation is not alive: never configured, or deleted. */
    record Gone(boolean deleted) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}

    /** @param elsewhere whether offsets that the plugin keeps by itself are changed, too */
    record OffsetsChanged(boolean elsewhere) implements Answer {}

    /** Those that tasks have used, in the order of their first use. */
    record Topics(List<String> names) implements Answer {}

    /** @param configs one a task, in the order of their numbers */
    record Tasks(List<Map<String, String>> configs) implements Answer {
        public Tasks {
            configs = configs.stream().map(Ordered::copyOf).toList();
        }

        /** Settings may be secrets and stay out of logs. */
        @Override
        public String toString() {
            return "Tasks[" + configs.size() + "]";
        }
    }

    /**
     * How the connector and its tasks are restarted.
     *
     * @param tasks in the order of their numbers
     * @param conditions what is wrong with those that run
     */
    record Supervised(RestartSettings settings, Restarts connector, List<Restarts> tasks, List<Condition> conditions)
            implements Answer {}

    /**
     * Restarts of a connector or a task.
     *
     * @param state null until a worker reported
     * @param attempts in a row, the next one included
     * @param next null when none is planned
     */
    record Restarts(
            @Nullable RunState state,
            int attempts,
            @Nullable Instant next) {}

    /** Something is wrong with a task that runs, see {@link io.troupe.worker.health.Condition}. */
    record Condition(int task, long run, Kind kind, Instant since, String reason) {

        Condition capped(int characters) {
            return new Condition(task, run, kind, since, io.troupe.worker.health.Condition.capped(reason, characters));
        }
    }
}
