package io.troupe.worker.connector;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.Ordered;
import io.troupe.persistence.connector.TargetState;
import java.util.Map;

/** All it takes to run a connector; plain data. */
public record ConnectorAssignment(ConnectorId id, TargetState target, Map<String, String> config) {

    public ConnectorAssignment {
        config = Ordered.copyOf(config);
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "ConnectorAssignment[id=" + id + ", target=" + target + "]";
    }
}
