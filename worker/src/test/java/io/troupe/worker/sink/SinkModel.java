package io.troupe.worker.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.errors.DeadLetters;
import io.troupe.worker.errors.ErrorReporter;
import io.troupe.worker.errors.ErrorSettings;
import io.troupe.worker.errors.FailedRecord;
import io.troupe.worker.metrics.TaskMetrics;
import io.troupe.worker.metrics.TestMetrics;
import io.troupe.worker.pipeline.Piping;
import io.troupe.worker.pipeline.SinkPipeline;
import io.troupe.worker.task.ActiveTopics;
import io.troupe.worker.task.Assignment;
import io.troupe.worker.task.TaskLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A sink loop at work, with its group, its task and its dead letter queue. Refuses records that would leave a gap and
 * offsets that may not be committed.
 */
final class SinkModel {

    static final List<TopicPartition> PARTITIONS = List.of(new TopicPartition("t", 0), new TopicPartition("t", 1));

    /** What {@code preCommit} says is safe. */
    enum Safe {
        ALL,
        PART,
        NOTHING,
        BEYOND,
        OTHERS,
        UNKNOWN
    }

    private record Letter(TopicPartition partition, long offset) {}

    /** Plugins and figures are the same for all models; building them takes long. */
    private static final class Queue implements ErrorReporter {
        private static final TaskMetrics METRICS = TestMetrics.ofTask("model");
        private static final Queue ONE = new Queue();
        private static final SinkPipeline PIPELINE = Piping.sink(Map.of("errors.tolerance", "all"), ONE);
        private DeadLetters letters = letters(producer());

        private static MockProducer<byte[], byte[]> producer() {
            return new MockProducer<>(
                    false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        }

        private static DeadLetters letters(MockProducer<byte[], byte[]> producer) {
            return new DeadLetters(
                    TASK,
                    ErrorSettings.of(Map.of("errors.deadletterqueue.topic.name", "dlq")),
                    producer,
                    METRICS.errors());
        }

        @Override
        public CompletableFuture<?> report(FailedRecord failed) {
            return letters.report(failed);
        }

        @Override
        public void close() {}
    }

    private static final TaskId TASK = new TaskId(new ConnectorId("model", 1), 0);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Duration timeout;

    /** What outlives a crash: what the group knows. */
    private final Map<TopicPartition, Long> group = new HashMap<>();

    /** Of each partition that the task has, how far it was given everything, and how far it called that safe. */
    private final Map<TopicPartition, Long> given = new HashMap<>();

    private final Map<TopicPartition, Long> safe = new HashMap<>();
    private final Map<TopicPartition, Long> confirmed = new HashMap<>();
    private final Deque<Letter> underWay = new ArrayDeque<>();

    private MockProducer<byte[], byte[]> producer = Queue.producer();
    private GroupConsumer consumer;
    private Task task;
    private SinkLoop loop;
    private Safe answer = Safe.ALL;
    private boolean retriable;
    private boolean reporting;

    /** @param commitsMayLast whether a commit waits for its answer, or counts as failed when the next is due */
    SinkModel(boolean commitsMayLast) {
        this.timeout = commitsMayLast ? NEVER : Duration.ZERO;
        consumer = new GroupConsumer(this, PARTITIONS);
        task = new Task();
        loop = started(consumer, task, producer);
    }

    private final class Task extends SinkTask {
        private SinkTaskContext ask() {
            return context;
        }

        @Override
        public String version() {
            return "1.0";
        }

        @Override
        public void start(Map<String, String> settings) {}

        @Override
        public void put(Collection<SinkRecord> records) {
            Map<TopicPartition, Long> now = new HashMap<>(given);
            for (SinkRecord record : records) {
                TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
                assertThat(now).as("partitions of the task").containsKey(partition);
                long offset = record.kafkaOffset();
                // A batch that waited to be given again comes after a seek, and may lie before it.
                long next = Math.max(now.getOrDefault(partition, 0L), confirmed.getOrDefault(partition, 0L));
                assertThat(offset).as("next of %s", partition).isLessThanOrEqualTo(next);
                now.put(partition, offset + 1);
            }
            if (retriable && !records.isEmpty()) {
                retriable = false;
                throw new RetriableException("again");
            }
            given.putAll(now);
            if (reporting && !records.isEmpty()) {
                reporting = false;
                report(records.iterator().next());
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the loop waits for letters, not the task
        private void report(SinkRecord record) {
            Letter letter =
                    new Letter(new TopicPartition(record.topic(), record.kafkaPartition()), record.kafkaOffset());
            underWay.add(letter);
            context.errantRecordReporter().report(record, new DataException("bad"));
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
            Map<TopicPartition, OffsetAndMetadata> said = new HashMap<>();
            safe.clear();
            current.forEach((partition, offset) -> {
                long until = offset.offset();
                assertThat(until).as("delivered of %s", partition).isLessThanOrEqualTo(given.get(partition));
                switch (answer) {
                    case ALL -> said.put(partition, offset);
                    case PART -> said.put(partition, new OffsetAndMetadata(Math.max(0, until - 2)));
                    case BEYOND -> said.put(partition, new OffsetAndMetadata(until + 1));
                    case OTHERS -> said.put(new TopicPartition("other", 0), offset);
                    case NOTHING -> {}
                    case UNKNOWN -> given.put(partition, confirmed.getOrDefault(partition, 0L));
                }
            });
            said.forEach((partition, offset) -> safe.put(partition, offset.offset()));
            if (answer == Safe.UNKNOWN) {
                throw new IllegalStateException("disk full");
            }
            return said;
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            partitions.forEach(given::remove);
        }

        @Override
        public void stop() {}
    }

    private SinkLoop started(GroupConsumer consumer, Task task, MockProducer<byte[], byte[]> producer) {
        Queue.ONE.letters = Queue.letters(producer);
        WorkerSettings settings = new WorkerSettings(Map.of(), "w:1", "g", NEVER, timeout, NEVER, true, false);
        Assignment assignment =
                new Assignment(TASK, 1, 1, TargetState.STARTED, Map.of("name", "model"), Map.of("topics", "t"));
        SinkClients clients = new SinkClients(
                consumer,
                NoGroup.INSTANCE,
                NEVER,
                Queue.ONE.letters,
                true,
                ActiveTopics.untracked(),
                assignment::taskConfig);
        SinkLoop made = new SinkLoop(assignment, settings, task, Queue.PIPELINE, clients, Queue.METRICS);
        made.start();
        return made;
    }

    void give(Collection<TopicPartition> partitions) {
        arriveIfWaited();
        consumer.give(partitions);
        loop.turn();
    }

    void records(int count, boolean again, boolean report) {
        retriable = again;
        reporting = report;
        consumer.find(count);
        loop.turn();
        retriable = false;
        reporting = false;
    }

    void commit(Safe how) {
        answer = how;
        task.ask().requestCommit();
        loop.turn();
        answer = Safe.ALL;
    }

    void answer(int which, boolean well) {
        consumer.answer(which, well);
    }

    /** Says that what is before is safe. */
    void goBack(TopicPartition partition, int back) {
        Long until = given.get(partition);
        if (until != null) {
            long target = Math.max(0, until - back);
            task.ask().offset(partition, target);
            confirmed.put(partition, target);
            loop.turn();
        }
    }

    /** The first letter that is under way is in the queue. */
    void arrive() {
        Letter letter = underWay.poll();
        if (letter != null) {
            producer.completeNext();
        }
    }

    private void arriveAll() {
        while (!underWay.isEmpty()) {
            arrive();
        }
    }

    /** A release waits for letters as long as a commit may last. */
    private void arriveIfWaited() {
        if (!timeout.isZero()) {
            arriveAll();
        }
    }

    void crash() {
        given.clear();
        confirmed.clear();
        safe.clear();
        underWay.clear();
        producer = Queue.producer();
        consumer = new GroupConsumer(this, PARTITIONS);
        task = new Task();
        loop = started(consumer, task, producer);
    }

    /** Everything goes well in the end. */
    void end() {
        arriveAll();
        give(PARTITIONS);
        records(1, false, false);
        records(1, false, false);
        Map<TopicPartition, Long> all = Map.copyOf(given);
        loop.stop(TaskLoop.End.FOR_GOOD);
        assertThat(group).as("committed in the end").isEqualTo(all);
    }

    boolean knows(TopicPartition partition) {
        return given.containsKey(partition);
    }

    long committed(TopicPartition partition) {
        return group.getOrDefault(partition, 0L);
    }

    void opened(TopicPartition partition) {
        given.put(partition, committed(partition));
        confirmed.put(partition, committed(partition));
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            group.put(partition, offset.offset());
            confirmed.merge(partition, offset.offset(), Math::max);
        });
    }

    void check(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            assertThat(PARTITIONS).contains(partition);
            assertThat(safe).as("what the task called safe").containsKey(partition);
            assertThat(offset.offset()).as("safe of %s", partition).isLessThanOrEqualTo(safe.get(partition));
            Long until = given.get(partition);
            if (until != null) {
                assertThat(offset.offset()).as("given of %s", partition).isLessThanOrEqualTo(until);
            }
            underWay.stream().filter(it -> it.partition().equals(partition)).forEach(it -> assertThat(offset.offset())
                    .as("letter of %s", partition)
                    .isLessThanOrEqualTo(it.offset()));
        });
    }
}
