package io.troupe.worker.connector;

import io.troupe.persistence.connector.RunState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connector's host says upward. */
public sealed interface ConnectorReport {

    /** @param state RUNNING, PAUSED or STOPPED */
    record Is(RunState state, @Nullable String version) implements ConnectorReport {}

    /** @param lasting see {@link io.troupe.worker.LastingFailures} */
    record Failed(@Nullable String version, String trace, boolean lasting) implements ConnectorReport {}

    /**
     * What settings for restarts are whose values are references.
     *
     * @param meanings by what was written
     */
    record RestartReferences(Map<String, String> meanings) implements ConnectorReport {}

    /** What the settings' references stand for may have changed; a new instance is due. */
    enum Expired implements ConnectorReport {
        INSTANCE
    }

    /** @param configs complete task configurations, one a task */
    record TasksPlanned(List<Map<String, String>> configs) implements ConnectorReport {

        @Override
        public String toString() {
            return "TasksPlanned[tasks=" + configs.size() + "]";
        }
    }
}
