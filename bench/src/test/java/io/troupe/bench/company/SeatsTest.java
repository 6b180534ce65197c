package io.troupe.bench.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.bench.company.Seats.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeatsTest {
    /** Workers of tasks 0, 1 and so on, a letter each. */
    private static Seats seats(String source, String sink) {
        Map<Task, String> running = new HashMap<>();
        for (int i = 0; i < source.length(); i++) {
            running.put(new Task("source", i), source.substring(i, i + 1));
        }
        for (int i = 0; i < sink.length(); i++) {
            running.put(new Task("sink", i), sink.substring(i, i + 1));
        }
        return new Seats(running);
    }

    @Test
    void knowsOnlyTasksThatRun() throws JsonProcessingException {
        assertThat(Seats.tasks(
                        "source",
                        new ObjectMapper()
                                .readTree("{\"tasks\":[{\"id\":0,\"state\":\"RUNNING\",\"worker_id\":\"a\"},"
                                        + "{\"id\":1,\"state\":\"UNASSIGNED\",\"worker_id\":\"b\"}]}")))
                .containsExactly(Map.entry(new Task("source", 0), "a"));
    }

    @Test
    void saysWhoIsWhereAndWhoMoved() {
        Seats before = seats("aabb", "ab");
        assertThat(before.on("a", "source")).containsExactly(0, 1);
        assertThat(seats("aacb", "ab").movedFrom(before, "source")).containsExactly(2);
        assertThat(seats("aacb", "ab").movedFrom(before, "sink")).isEmpty();
    }

    @Test
    void areEvenOnlyIfAllRunOnAllWorkers() {
        Set<String> workers = Set.of("a", "b", "c");
        assertThat(seats("aabbcc", "abc").areEven(9, workers)).isTrue();
        assertThat(seats("aabbc", "abc").areEven(9, workers)).isFalse();
        assertThat(seats("aabbbb", "abb").areEven(9, workers)).isFalse();
        assertThat(seats("aabbcc", "abx").areEven(9, workers)).isFalse();
    }

    @Test
    void areEvenInAllOrOfEachConnector() {
        Set<String> workers = Set.of("a", "b");
        assertThat(seats("aab", "b").areEven(4, workers)).as("two and two").isTrue();
        assertThat(seats("aab", "aab").areEven(6, workers))
                .as("one more of each")
                .isTrue();
        assertThat(seats("aaab", "aabb").areEven(8, workers)).isFalse();
    }
}
