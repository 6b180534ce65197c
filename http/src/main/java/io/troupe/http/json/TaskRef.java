package io.troupe.http.json;

import io.troupe.cluster.connector.Connectors.View;
import java.util.List;
import java.util.stream.IntStream;

/** Id of a task. */
public record TaskRef(String connector, int task) {

    static List<TaskRef> all(View view) {
        return IntStream.range(0, view.state().tasks().size())
                .mapToObj(number -> new TaskRef(view.name(), number))
                .toList();
    }
}
