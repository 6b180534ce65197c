package io.troupe.http.json;

import io.troupe.cluster.connector.Connectors.View;
import java.util.List;
import java.util.Map;

/** A task with its configuration. */
public record TaskInfo(TaskRef id, Map<String, String> config) {

    public static List<TaskInfo> all(View view) {
        return TaskRef.all(view).stream()
                .map(ref ->
                        new TaskInfo(ref, view.state().tasks().get(ref.task()).config()))
                .toList();
    }
}
