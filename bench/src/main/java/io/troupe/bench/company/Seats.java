package io.troupe.bench.company;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.bench.ConnectRest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which worker runs what, as the workers see it.
 *
 * @param running workers by task; tasks that do not run are not there
 */
record Seats(Map<Task, String> running) {

    record Task(String connector, int number) {}

    static Seats of(ConnectRest rest, List<String> connectors) {
        Map<Task, String> running = new HashMap<>();
        for (String connector : connectors) {
            rest.read("/connectors/" + connector + "/status")
                    .ifPresent(status -> running.putAll(tasks(connector, status)));
        }
        return new Seats(running);
    }

    static Map<Task, String> tasks(String connector, JsonNode status) {
        Map<Task, String> running = new HashMap<>();
        for (JsonNode task : status.path("tasks")) {
            if (task.path("state").asText().equals("RUNNING")) {
                running.put(
                        new Task(connector, task.path("id").asInt()),
                        task.path("worker_id").asText());
            }
        }
        return running;
    }

    /** Numbers of the connector's tasks on that worker. */
    Set<Integer> on(String worker, String connector) {
        return running.entrySet().stream()
                .filter(it ->
                        it.getValue().equals(worker) && it.getKey().connector().equals(connector))
                .map(it -> it.getKey().number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Numbers of the connector's tasks that were elsewhere before. */
    Set<Integer> movedFrom(Seats before, String connector) {
        return running.entrySet().stream()
                .filter(it -> it.getKey().connector().equals(connector))
                .filter(it -> !it.getValue().equals(before.running.get(it.getKey())))
                .map(it -> it.getKey().number())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All tasks run, on all these workers and no other, and none has two more than another: of each connector, or in all. */
    boolean areEven(int tasks, Set<String> workers) {
        return running.size() == tasks
                && workers.containsAll(running.values())
                && (isLevel(counts(running.keySet(), workers))
                        || running.keySet().stream().collect(Collectors.groupingBy(Task::connector)).values().stream()
                                .allMatch(it -> isLevel(counts(it, workers))));
    }

    private Collection<Long> counts(Collection<Task> tasks, Set<String> workers) {
        Map<String, Long> counts = new HashMap<>();
        workers.forEach(it -> counts.put(it, 0L));
        tasks.forEach(it -> counts.merge(running.getOrDefault(it, ""), 1L, Long::sum));
        return counts.values();
    }

    private static boolean isLevel(Collection<Long> counts) {
        return counts.stream().mapToLong(it -> it).max().orElse(0)
                        - counts.stream().mapToLong(it -> it).min().orElse(0)
                <= 1;
    }
}
