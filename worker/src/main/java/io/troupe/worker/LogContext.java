package io.troupe.worker;

import io.troupe.persistence.TaskId;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What the log lines of plugin code carry: {@code connector.context}, which Kafka Connect's patterns print, and
 * connector and task by themselves.
 */
public record LogContext(Map<String, String> entries) {

    private static final String CONTEXT = "connector.context";

    public LogContext {
        entries = Map.copyOf(entries);
    }

    /** @param scope for instance {@code worker} or {@code validate} */
    public static LogContext ofConnector(String name, String scope) {
        return new LogContext(Map.of(CONTEXT, "[" + name + "|" + scope + "] ", "connector", name));
    }

    public static LogContext ofTask(TaskId task) {
        return ofTask(task, "");
    }

    /** Of a task's commits beside its own thread. */
    public static LogContext ofOffsets(TaskId task) {
        return ofTask(task, "|offsets");
    }

    private static LogContext ofTask(TaskId task, String scope) {
        String name = task.connector().name();
        String number = Integer.toString(task.number());
        return new LogContext(
                Map.of(CONTEXT, "[" + name + "|task-" + number + scope + "] ", "connector", name, "task", number));
    }

    /** For a thread that serves one plugin all its life, or until {@link #leave}. */
    public void enter() {
        entries.forEach(MDC::put);
    }

    public void leave() {
        entries.keySet().forEach(MDC::remove);
    }

    /** The same, with this context around it. */
    public Runnable around(Runnable work) {
        return () -> {
            enter();
            try {
                work.run();
            } finally {
                leave();
            }
        };
    }
}
