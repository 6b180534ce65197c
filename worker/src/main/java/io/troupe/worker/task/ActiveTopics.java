package io.troupe.worker.task;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The topics that a run of a task uses: each is reported once, until the connector's list of topics begins anew. Noting
 * is for one thread at a time, the one that has the records; resetting is for any.
 */
public final class ActiveTopics {

    private final Consumer<TaskReport.TopicUsed> report;
    private volatile Since since;

    /** What was noted since a reset. */
    private static final class Since {
        private final long resets;
        private final Set<String> noted = new HashSet<>();
        private String last = "";

        private Since(long resets) {
            this.resets = resets;
        }
    }

    /** @param resets how often the list began anew so far */
    public ActiveTopics(long resets, Consumer<TaskReport.TopicUsed> report) {
        this.report = report;
        this.since = new Since(resets);
    }

    /** Those of a worker that does not track them. */
    public static ActiveTopics untracked() {
        return new ActiveTopics(0, used -> {});
    }

    /** Called for every record: nearly always it is the same topic as before. */
    public void note(String topic) {
        Since now = since;
        if (!topic.equals(now.last)) {
            now.last = topic;
            if (now.noted.add(topic)) {
                report.accept(new TaskReport.TopicUsed(now.resets, topic));
            }
        }
    }

    /** The next record of each topic is to be reported again. */
    public void reset(long resets) {
        since = new Since(resets);
    }
}
