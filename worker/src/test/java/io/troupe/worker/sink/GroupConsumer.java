package io.troupe.worker.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer of endless partitions in a group that outlives it; its commits are answered when the model says so. */
final class GroupConsumer extends MockConsumer<byte[], byte[]> {

    private record Commit(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {}

    private final SinkModel model;
    private final List<Commit> unanswered = new ArrayList<>();
    private @Nullable Collection<TopicPartition> next;
    private int available;

    GroupConsumer(SinkModel model, List<TopicPartition> all) {
        super("earliest");
        this.model = model;
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        all.forEach(partition -> beginnings.put(partition, 0L));
        updateBeginningOffsets(beginnings);
    }

    /** In the next poll the group gives it these. */
    void give(Collection<TopicPartition> partitions) {
        next = partitions;
    }

    /** The next poll finds that many records a partition. */
    void find(int records) {
        available = records;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        schedulePollTask(this::prepare);
        return super.poll(timeout);
    }

    private void prepare() {
        Collection<TopicPartition> given = next;
        next = null;
        if (given != null) {
            super.rebalance(given);
        }
        for (TopicPartition partition : assignment()) {
            if (!paused().contains(partition)) {
                long from = position(partition);
                for (long offset = from; offset < from + available; offset++) {
                    addRecord(new ConsumerRecord<>(
                            partition.topic(), partition.partition(), offset, new byte[0], "v".getBytes(UTF_8)));
                }
            }
        }
        available = 0;
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        if (!model.knows(partition)) {
            super.seek(partition, model.committed(partition));
            model.opened(partition);
        }
        return super.position(partition);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        model.check(offsets);
        unanswered.add(new Commit(offsets, callback));
    }

    /** Answers some commit that is under way, in whatever order. */
    void answer(int which, boolean well) {
        if (which < unanswered.size()) {
            Commit commit = unanswered.remove(which);
            if (well) {
                model.committed(commit.offsets());
            }
            commit.callback().onComplete(commit.offsets(), well ? null : new IllegalStateException("no coordinator"));
        }
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        model.check(offsets);
        model.committed(offsets);
    }
}
