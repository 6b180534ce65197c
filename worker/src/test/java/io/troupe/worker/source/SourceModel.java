package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.offset.OffsetJson;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.metrics.TestMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A source task as its offsets see it: it numbers the records of each partition, and goes on behind the last recorded
 * number after a crash. Refuses every offset that may not be recorded.
 */
final class SourceModel implements SourceOffsets {

    /** What the store does with a commit. */
    enum Answer {
        RECORDED,
        REFUSED,
        THROWN,
        LATE_AND_LOST,
        LATE_BUT_RECORDED
    }

    private static final TaskMetrics METRICS = TestMetrics.ofTask("model");
    private static final Duration TIMEOUT = Duration.ofMillis(1);

    private static final class Sent extends OffsetLedger.Entry {
        private final int partition;
        private final int number;

        private Sent(int partition, int number) {
            this.partition = partition;
            this.number = number;
        }

        @Override
        protected Map<String, ?> partition() {
            return Map.of("partition", partition);
        }

        @Override
        protected Map<String, ?> offset() {
            return Map.of("number", number);
        }
    }

    /** What outlives a crash. */
    private final Map<Integer, Integer> recorded = new HashMap<>();

    private final Map<Integer, Set<Integer>> doneWith = new HashMap<>();

    private final Map<Integer, Integer> polled = new HashMap<>();
    private final List<Sent> history = new ArrayList<>();
    private final List<Sent> unsubmitted = new ArrayList<>();
    private final List<Sent> out = new ArrayList<>();
    private final Set<Sent> acknowledged = new HashSet<>();
    private OffsetLedger ledger = new OffsetLedger();
    private OffsetCommits commits = commits();
    private Answer answer = Answer.RECORDED;
    private boolean safe;
    private int told;

    private OffsetCommits commits() {
        return new OffsetCommits(ledger, this, TIMEOUT, METRICS, () -> {
            assertThat(safe).as("the plugin is told of a commit that succeeded").isTrue();
            told++;
        });
    }

    void poll(int partition, boolean filtered) {
        int number = polled.merge(partition, 1, Integer::sum) - 1;
        if (filtered) {
            done(partition).add(number);
        } else {
            Sent sent = new Sent(partition, number);
            history.add(sent);
            unsubmitted.add(sent);
            out.add(sent);
        }
    }

    void submit() {
        List<Sent> batch = List.copyOf(unsubmitted);
        ledger.submit(batch, () -> acknowledged.containsAll(batch));
        unsubmitted.clear();
    }

    void acknowledge(int which) {
        if (which < out.size()) {
            Sent sent = out.remove(which);
            done(sent.partition).add(sent.number);
            acknowledged.add(sent);
            sent.acknowledge();
        }
    }

    void acknowledgeAll() {
        while (!out.isEmpty()) {
            acknowledge(out.size() - 1);
        }
    }

    /** It will never be acknowledged. */
    void fail(int which) {
        if (which < out.size()) {
            out.remove(which);
        }
    }

    void commit(Answer how) {
        answer = how;
        safe = true;
        int before = told;
        commits.commit();
        assertThat(told - before).as("times the plugin was told").isEqualTo(safe ? 1 : 0);
    }

    void crash() {
        ledger = new OffsetLedger();
        commits = commits();
        history.clear();
        unsubmitted.clear();
        out.clear();
        polled.clear();
        recorded.forEach((partition, number) -> polled.put(partition, number + 1));
    }

    Map<Integer, Integer> recorded() {
        return recorded;
    }

    /** What has to be recorded in the end: of each partition the last record before the first that is out. */
    Map<Integer, Integer> committable() {
        Map<Integer, Integer> last = new HashMap<>(recorded);
        Set<Integer> blocked = new HashSet<>();
        for (Sent sent : history) {
            if (!acknowledged.contains(sent)) {
                blocked.add(sent.partition);
            } else if (!blocked.contains(sent.partition)) {
                last.put(sent.partition, sent.number);
            }
        }
        return last;
    }

    private Set<Integer> done(int partition) {
        return doneWith.computeIfAbsent(partition, key -> new HashSet<>());
    }

    @Override
    public CompletionStage<Void> record(Map<String, @Nullable String> offsets) {
        safe = answer == Answer.RECORDED;
        boolean lost = !safe && answer != Answer.LATE_BUT_RECORDED;
        offsets.forEach((partition, offset) -> check(number(partition, "partition"), number(offset, "number"), lost));
        return switch (answer) {
            case RECORDED -> CompletableFuture.completedFuture(null);
            case REFUSED -> CompletableFuture.failedFuture(new IllegalStateException("refused"));
            case THROWN -> throw new IllegalStateException("away");
            case LATE_AND_LOST, LATE_BUT_RECORDED -> new CompletableFuture<>();
        };
    }

    /** Also what gets lost has to be right. */
    private void check(int partition, int number, boolean lost) {
        assertThat(number).as("goes back").isGreaterThanOrEqualTo(recorded.getOrDefault(partition, -1));
        for (int i = 0; i <= number; i++) {
            assertThat(done(partition))
                    .as("done with before %d is recorded", number)
                    .contains(i);
        }
        assertThat(unsubmitted).as("not submitted").noneMatch(it -> it.partition == partition && it.number <= number);
        if (!lost) {
            recorded.put(partition, number);
        }
    }

    private static int number(@Nullable String json, String name) {
        assertThat(json).isNotNull();
        return ((Number) OffsetJson.read(String.valueOf(json)).getOrDefault(name, -1)).intValue();
    }

    @Override
    public Map<String, String> read(Collection<String> partitions) {
        return Map.of();
    }

    @Override
    public void close() {}
}
