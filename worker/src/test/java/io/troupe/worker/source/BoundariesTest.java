package io.troupe.worker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.worker.WorkerSettings;
import io.troupe.worker.source.Boundaries.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Where transactions end: contract/behaviours.md, section 11. */
class BoundariesTest {

    private static final SourceRecord RECORD = record("a");

    private static SourceRecord record(String value) {
        return new SourceRecord(Map.of("p", 1), Map.of("n", 1), "t", null, value);
    }

    private static Boundaries of(Map<String, String> config) {
        Duration minute = Duration.ofMinutes(1);
        return Boundaries.of(
                config, new WorkerSettings(Map.of(), "w:1", "g", Duration.ZERO, minute, minute, true, true));
    }

    @Test
    void aPollIsATransactionUnlessSomethingElseIsSaid() {
        Boundaries poll = of(Map.of());

        assertThat(poll.afterRecord(RECORD)).isEqualTo(Verdict.GO_ON);
        assertThat(poll.afterBatch()).isEqualTo(Verdict.COMMIT);
        assertThat(poll.atRest()).isEqualTo(Verdict.COMMIT);
        assertThat(poll.context()).isNull();
    }

    @Test
    void anIntervalIsThatOfTheConnectorOrElseOfTheWorker() {
        assertThat(of(Map.of("transaction.boundary", "Interval")).afterBatch()).isEqualTo(Verdict.COMMIT);
        assertThat(of(Map.of("transaction.boundary", "interval", "transaction.boundary.interval.ms", "3600000"))
                        .afterBatch())
                .isEqualTo(Verdict.GO_ON);
    }

    @Test
    void anIntervalEndsWithTheFirstBatchAfterIt() {
        AtomicLong now = new AtomicLong(5);
        Boundaries interval = new IntervalBoundaries(Duration.ofNanos(10), now::get);

        now.set(14);
        assertThat(interval.afterBatch()).isEqualTo(Verdict.GO_ON);
        now.set(15);
        assertThat(interval.afterBatch()).isEqualTo(Verdict.COMMIT);
        now.set(24);
        assertThat(interval.afterBatch()).isEqualTo(Verdict.GO_ON);
        interval.begin();
        now.set(33);
        assertThat(interval.afterBatch()).isEqualTo(Verdict.GO_ON);
        assertThat(interval.atRest()).isEqualTo(Verdict.COMMIT);
    }

    @Test
    void aTaskEndsATransactionWithABatchOnce() {
        ConnectorBoundaries own = new ConnectorBoundaries();

        own.commitTransaction();
        assertThat(own.afterRecord(RECORD)).isEqualTo(Verdict.GO_ON);
        assertThat(own.afterBatch()).isEqualTo(Verdict.COMMIT);
        assertThat(own.afterBatch()).isEqualTo(Verdict.GO_ON);
        own.abortTransaction();
        assertThat(own.atRest()).isEqualTo(Verdict.ABORT);
        assertThat(own.atRest()).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void aTaskEndsATransactionWithARecordOnce() {
        ConnectorBoundaries own = new ConnectorBoundaries();

        own.commitTransaction(RECORD);
        own.abortTransaction(record("b"));
        assertThat(own.afterRecord(record("c"))).isEqualTo(Verdict.GO_ON);
        assertThat(own.afterRecord(record("b"))).isEqualTo(Verdict.ABORT);
        assertThat(own.afterRecord(RECORD)).isEqualTo(Verdict.COMMIT);
        assertThat(own.afterRecord(RECORD)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void aTaskCannotHaveBoth() {
        ConnectorBoundaries own = new ConnectorBoundaries();
        own.commitTransaction();
        own.abortTransaction();

        assertThatThrownBy(own::afterBatch).isInstanceOf(IllegalStateException.class);
    }
}
