package io.troupe.http.json;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A task with its configuration. */
public record TaskInfo(TaskRef id, Map<String, String> config) {

    /** @param configs one a task, in the order of their numbers */
    public static List<TaskInfo> all(String connector, List<Map<String, String>> configs) {
        return IntStream.range(0, configs.size())
                .mapToObj(number -> new TaskInfo(new TaskRef(connector, number), configs.get(number)))
                .toList();
    }
}
