package io.troupe.worker.kafka;

import io.troupe.worker.Closing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Fences and asks with an admin client, which is made when it is needed. For one thread, but for closing. */
public final class KafkaTransactionFence implements TransactionFence, AutoCloseable {

    /** Shorter than others wait before they fence as well. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int LIMIT_MILLIS = (int) LIMIT.toMillis();

    private final TransactionIds ids;
    private final Supplier<Admin> admins;
    private @Nullable Admin admin;
    private volatile boolean closed;

    public KafkaTransactionFence(TransactionIds ids, Supplier<Admin> admins) {
        this.ids = ids;
        this.admins = admins;
    }

    @Override
    public void fence(Set<Integer> tasks) {
        List<String> names = tasks.stream().map(ids::transactional).toList();
        await(
                "Earlier transactions could not be fenced",
                admin().fenceProducers(names, new FenceProducersOptions().timeoutMs(LIMIT_MILLIS))
                        .all());
    }

    /** Stable: a mark that is being committed is waited for. */
    @Override
    public @Nullable String lastCommitted(int task) {
        String group = ids.marks(task);
        var asked = Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(TaskTransactions.MARK)));
        var stable = new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(LIMIT_MILLIS);
        Map<TopicPartition, OffsetAndMetadata> marks = await(
                "It could not be found out which transaction was committed last",
                admin().listConsumerGroupOffsets(asked, stable).partitionsToOffsetAndMetadata(group));
        OffsetAndMetadata mark = marks == null ? null : marks.get(TaskTransactions.MARK);
        return mark == null ? null : mark.metadata();
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

    private static <T> @Nullable T await(String otherwise, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT_MILLIS + 1000L, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw new ConnectException(otherwise, e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectException(otherwise, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(otherwise, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Admin made = admin;
        if (made != null) {
            Closing.quietly(() -> made.close(Duration.ZERO));
        }
    }
}
