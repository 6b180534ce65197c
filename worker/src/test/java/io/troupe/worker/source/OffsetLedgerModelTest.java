package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.source.OffsetLedger.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger against the rule it stands for, worked out anew from the whole history each time. */
class OffsetLedgerModelTest {

    private static final int STEPS = 4_000;

    private static final class Sent extends Entry {
        private final Map<String, ?> partition;
        private final Map<String, ?> offset;
        private boolean acknowledged;

        private Sent(Map<String, ?> partition, Map<String, ?> offset) {
            this.partition = partition;
            this.offset = offset;
        }

        @Override
        protected Map<String, ?> partition() {
            return partition;
        }

        @Override
        protected Map<String, ?> offset() {
            return offset;
        }
    }

    private final OffsetLedger ledger = new OffsetLedger();
    private final List<Sent> history = new ArrayList<>();
    private final List<Sent> out = new ArrayList<>();
    private final Map<Map<String, ?>, Map<String, ?>> given = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void acknowledgementsMayComeInAnyOrder(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(20);
            if (choice < 9) {
                send(random.nextInt(3), step);
            } else if (choice < 17 && !out.isEmpty()) {
                acknowledge(out.remove(random.nextInt(out.size())));
            } else {
                assertThat(ledger.drain()).as("seed %d, step %d", seed, step).isEqualTo(expected());
                assertThat(ledger.settled()).isEqualTo(out.isEmpty());
            }
        }
        out.forEach(this::acknowledge);
        assertThat(ledger.settled()).isTrue();
        assertThat(ledger.drain()).isEqualTo(expected());
        assertThat(given).hasSize(3);
    }

    private void send(int partition, int position) {
        Sent sent = new Sent(Map.of("partition", partition), Map.of("position", position));
        ledger.submit(List.of(sent), () -> false);
        history.add(sent);
        out.add(sent);
    }

    private void acknowledge(Sent sent) {
        sent.acknowledged = true;
        sent.acknowledge();
    }

    /** Of each partition the last record before the first that is still out, unless it was given before. */
    private Map<Map<String, ?>, Map<String, ?>> expected() {
        Map<Map<String, ?>, Map<String, ?>> reached = new HashMap<>();
        Map<Map<String, ?>, Boolean> blocked = new HashMap<>();
        for (Sent sent : history) {
            if (!sent.acknowledged) {
                blocked.put(sent.partition, true);
            } else if (!blocked.containsKey(sent.partition)) {
                reached.put(sent.partition, sent.offset);
            }
        }
        reached.entrySet().removeIf(entry -> entry.getValue().equals(given.get(entry.getKey())));
        given.putAll(reached);
        return reached;
    }
}
