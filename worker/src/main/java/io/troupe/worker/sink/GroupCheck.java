package io.troupe.worker.sink;

import io.troupe.worker.kafka.SinkGroup.Coverage;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a sink subscribes to with what its group has given to members, and has the group begin anew when a
 * partition is nobody's. Kafka gives a static member that comes back what it had before, and its leader does not look
 * whether topics or partitions have come meanwhile; nor does a leader whose knowledge of them is old.
 *
 * <p>It looks soon after every assignment, then less and less often. Kafka is asked without waiting for the answer; the
 * only task of a connector sees by itself, as a rule, that it has everything. For one thread, that of the task.
 */
final class GroupCheck {

    /**
     * @param first how long after an assignment it looks
     * @param longest between two looks
     */
    record Pace(Duration first, Duration longest) {

        private static final Duration SOON = Duration.ofSeconds(2);
        private static final Duration SELDOM = Duration.ofMinutes(1);

        /** @param metadataMaxAge how long a consumer goes without looking for topics and partitions */
        static Pace of(Duration metadataMaxAge) {
            return new Pace(shorter(SOON, metadataMaxAge), shorter(SELDOM, metadataMaxAge));
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }

        private Duration after(Duration wait) {
            return shorter(wait.multipliedBy(3), longest);
        }
    }

    /** What nobody consumes: so many partitions, and which. */
    @FunctionalInterface
    interface Gap {
        void is(int partitions, String inWords);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCheck.class);

    private static final Duration ANSWER_CHECK = Duration.ofMillis(200);
    /** Of what the consumer may have to ask for. */
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(2);
    /** An assignor may leave partitions out on purpose. */
    private static final int MOST_REJOINS = 5;
    /** One message names so many. */
    private static final int MOST_NAMED = 20;

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Consumer<?, ?> consumer;
    private final Supplier<CompletionStage<Coverage>> coverage;
    private final boolean alone;
    private final Pace pace;
    private final Gap gap;

    private boolean begun;
    private Duration wait;
    private long dueNanos;
    private @Nullable CompletableFuture<Coverage> asked;
    private boolean refused;
    private Set<TopicPartition> missing = Set.of();
    private int rejoins;

    /**
     * @param coverage asks Kafka how much of the subscription is consumed
     * @param alone whether the connector has one task
     * @param gap told of partitions that are nobody's, and once there are none any more
     */
    GroupCheck(
            Consumer<?, ?> consumer, Supplier<CompletionStage<Coverage>> coverage, boolean alone, Pace pace, Gap gap) {
        this.consumer = consumer;
        this.coverage = coverage;
        this.alone = alone;
        this.pace = pace;
        this.gap = gap;
        this.wait = pace.first();
    }

    /** The group has given out its partitions. */
    void assigned() {
        begun = true;
        asked = null;
        wait = pace.first();
        dueNanos = System.nanoTime() + wait.toNanos();
    }

    /** How long the consumer may be polled before the next {@link #look}. */
    Duration patience() {
        if (asked != null) {
            return ANSWER_CHECK;
        }
        return begun ? Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime())) : pace.longest();
    }

    /** Does what is due; nothing, nearly always. */
    void look() {
        CompletableFuture<Coverage> answer = asked;
        if (answer != null) {
            if (answer.isDone()) {
                asked = null;
                conclude(answer);
            }
        } else if (begun && System.nanoTime() - dueNanos >= 0) {
            wait = pace.after(wait);
            dueNanos = System.nanoTime() + wait.toNanos();
            begin();
        }
    }

    private void begin() {
        try {
            Set<TopicPartition> elsewhere = alone ? elsewhere() : Set.of();
            if (alone && (elsewhere.isEmpty() || refused)) {
                conclude(new Coverage(true, elsewhere));
            } else if (!refused) {
                asked = coverage.get().toCompletableFuture();
            }
        } catch (WakeupException e) {
            consumer.wakeup(); // it was meant for the poll
        } catch (KafkaException e) {
            LOG.debug("What this sink subscribes to is not known now", e);
        }
    }

    /** What the consumer knows of, and does not have. */
    private Set<TopicPartition> elsewhere() {
        Set<TopicPartition> all = new HashSet<>();
        for (String topic : consumer.subscription()) {
            List<PartitionInfo> known = consumer.partitionsFor(topic, LOOK_LIMIT);
            if (known != null) {
                known.forEach(each -> all.add(new TopicPartition(topic, each.partition())));
            }
        }
        all.removeAll(consumer.assignment());
        return all;
    }

    private void conclude(CompletableFuture<Coverage> answer) {
        try {
            conclude(answer.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                refused = true;
                LOG.warn(
                        "Whether all partitions that this sink subscribes to are consumed cannot be seen: its consumer"
                                + " may not describe its group",
                        e.getCause());
            } else {
                LOG.debug("Whether all partitions are consumed is not known now", e);
            }
        }
    }

    private void conclude(Coverage coverage) {
        if (!coverage.settled()) {
            return;
        }
        Set<TopicPartition> before = missing;
        missing = coverage.missing();
        if (missing.isEmpty()) {
            rejoins = 0;
            if (!before.isEmpty()) {
                LOG.info("All partitions that this sink subscribes to are consumed again");
                gap.is(0, "");
            }
            return;
        }
        String text = missing.size() + " partitions that the sink subscribes to are consumed by no task: "
                + missing.stream()
                        .sorted(ORDER)
                        .limit(MOST_NAMED)
                        .map(TopicPartition::toString)
                        .collect(Collectors.joining(", "));
        gap.is(missing.size(), text);
        if (!missing.equals(before)) {
            rejoins = 0;
            LOG.warn("{}; the group begins anew", text);
        }
        if (rejoins < MOST_REJOINS) {
            rejoins++;
            rejoin();
        }
    }

    /** A consumer that is asked where a partition begins looks for it; then it knows of it when it leads the group. */
    private void rejoin() {
        Set<TopicPartition> lastOfEach = Set.copyOf(missing.stream()
                .collect(Collectors.toMap(TopicPartition::topic, each -> each, BinaryOperator.maxBy(ORDER)))
                .values());
        try {
            consumer.beginningOffsets(lastOfEach, LOOK_LIMIT);
        } catch (WakeupException e) {
            consumer.wakeup();
        } catch (TimeoutException | AuthorizationException e) {
            LOG.debug("Not all of {} were found", lastOfEach, e);
        }
        consumer.enforceRebalance("partitions that no member has");
    }
}
