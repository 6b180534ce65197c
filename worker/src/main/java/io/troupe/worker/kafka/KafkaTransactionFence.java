package io.troupe.worker.kafka;

import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.MarkPosition;
import io.troupe.worker.Closing;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Fences and asks with an admin client, which is made when it is needed. For one thread, but for closing. */
public final class KafkaTransactionFence implements TransactionFence {

    /** Shorter than others wait before they fence as well. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int LIMIT_MILLIS = (int) LIMIT.toMillis();

    private final TransactionIds ids;
    private final TransactionMarks marks;
    private final Supplier<Admin> admins;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private @Nullable Admin admin;
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile boolean closed;

    KafkaTransactionFence(
            TransactionIds ids,
            TransactionMarks marks,
            Supplier<Admin> admins,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.ids = ids;
        this.marks = marks;
        this.admins = admins;
        this.consumers = consumers;
    }

    @Override
    public void fence(Set<Integer> tasks) {
        List<String> names = tasks.stream().map(ids::transactional).toList();
        try {
            await(admin().fenceProducers(names, new FenceProducersOptions().timeoutMs(LIMIT_MILLIS))
                    .all());
        } catch (ExecutionException e) {
            throw new ConnectException(
                    e.getCause() instanceof AuthorizationException
                            ? "Exactly-once sources need the rights DESCRIBE and WRITE on the transactional ids "
                                    + names + " for their admin client"
                            : "Earlier transactions could not be fenced",
                    e.getCause());
        }
    }

    /** A mark that is being committed is waited for. */
    @Override
    public Map<Integer, CommittedMark> lastCommitted(@Nullable MarkPosition from) {
        OffsetsTopic topic = marks.topic();
        int count = topic.ensure(admin());
        Set<TopicPartition> wanted = new HashSet<>();
        wanted.add(new TopicPartition(topic.name(), marks.partition(count)));
        if (from != null && from.partition() < count) {
            wanted.add(new TopicPartition(topic.name(), from.partition()));
        }
        Map<TopicPartition, Long> ends = ends(wanted);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            reading = consumer;
            if (closed) {
                consumer.wakeup();
            }
            return new MarkReader(marks, consumer).read(ends, from);
        } finally {
            reading = null;
        }
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(each -> latest.put(each, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            await(admin().listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AuthorizationException
                    ? marks.topic().missingRight("DESCRIBE", "admin", e.getCause())
                    : new ConnectException(
                            "It could not be found out which transaction was committed last", e.getCause());
        }
        return ends;
    }

    private Admin admin() {
        if (closed) {
            throw new ConnectException("This run of the task is over");
        }
        Admin known = admin;
        if (known == null) {
            known = admins.get();
            admin = known;
        }
        return known;
    }

    private static <T> T await(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(LIMIT_MILLIS + 1000L, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ConnectException("Kafka does not say how earlier transactions ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while earlier transactions were looked at", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> read = reading;
        if (read != null) {
            read.wakeup();
        }
        Admin made = admin;
        if (made != null) {
            Closing.quietly(() -> made.close(Duration.ZERO));
        }
    }
}
