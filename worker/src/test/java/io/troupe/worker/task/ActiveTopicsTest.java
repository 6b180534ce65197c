package io.troupe.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.task.TaskReport.TopicUsed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActiveTopicsTest {

    private final List<TopicUsed> reports = new ArrayList<>();
    private final ActiveTopics topics = new ActiveTopics(3, reports::add);

    private void records(String... names) {
        for (String name : names) {
            topics.note(name);
        }
    }

    @Test
    void eachTopicIsReportedOnce() {
        records("a", "a", "b", "a", "b", "c");

        assertThat(reports).containsExactly(new TopicUsed(3, "a"), new TopicUsed(3, "b"), new TopicUsed(3, "c"));
    }

    @Test
    void afterAResetTheNextRecordIsReportedAgainWithTheNewCount() {
        records("a", "b");
        topics.reset(4);
        assertThat(reports).hasSize(2);

        records("b", "b");

        assertThat(reports).hasSize(3).last().isEqualTo(new TopicUsed(4, "b"));
    }
}
