package io.troupe.http.json;

import io.troupe.cluster.connector.Connectors.View;
import java.util.List;
import java.util.Map;

/** A connector with its configuration and the ids of its tasks. */
public record ConnectorInfo(String name, Map<String, String> config, List<TaskRef> tasks, String type) {

    public static ConnectorInfo of(View view, String type) {
        return new ConnectorInfo(view.name(), view.state().config(), TaskRef.all(view), type);
    }
}
