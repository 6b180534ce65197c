package io.troupe.cluster.connector;

import io.troupe.worker.kafka.SinkGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seats that tasks of a sink have in its consumer group when they are not there any more. A task leaves as it ends;
 * but one whose node has died cannot, nor can one that was given up, and as long as Kafka counts on it, its partitions
 * are nobody's. So whoever sits there when tasks are dismissed, and still does when they have ended, is removed. It
 * goes on while the connector does other things; what fails is said, and left to the end of the members' sessions.
 *
 * @param stopping how long a task may take to end by itself
 */
record FormerSeats(ConnectorTasks tasks, OffsetThreads threads, Duration stopping) {

    /** A node that died is known to be dead by then; sessions last longer. */
    private static final Duration DEATH = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(FormerSeats.class);

    /** Tasks with these numbers were dismissed. */
    void vacate(Map<String, String> config, int from, int to) {
        if (from < to) {
            String name = tasks.id().name();
            vacate(config, from, () -> tasks.ended(from, to, stopping.plus(DEATH)))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            LOG.warn(
                                    "Whether tasks of {} that are over have left its consumer group cannot be told:"
                                            + " partitions of one that has not are read when its session is over",
                                    name,
                                    failure);
                        }
                    });
        }
    }

    /** There has never been a task with this number or a higher one, but perhaps of a deleted connector of that name. */
    void inherit(Map<String, String> config, int from) {
        Executor later = CompletableFuture.delayedExecutor(stopping.toMillis(), TimeUnit.MILLISECONDS);
        vacate(config, from, () -> CompletableFuture.runAsync(() -> {}, later))
                .whenComplete((done, failure) -> LOG.debug("Looked for seats of a deleted namesake", failure));
    }

    /**
     * A client that asks Kafka may have to be made for it, which is no work for a dispatcher of actors.
     *
     * @param ended completes when they have ended, or have had the time to
     */
    private CompletionStage<Void> vacate(Map<String, String> config, int from, Supplier<CompletionStage<?>> ended) {
        return threads.group(tasks.id().name(), config)
                .thenComposeAsync(
                        group -> group.map(known -> vacated(known, from, ended))
                                .orElseGet(() -> CompletableFuture.completedFuture(null)),
                        threads.ofGroups());
    }

    private CompletionStage<Void> vacated(SinkGroup group, int from, Supplier<CompletionStage<?>> ended) {
        return group.seated(from)
                .thenCompose(seated -> seated.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : ended.get().thenComposeAsync(done -> group.vacate(seated), threads.ofGroups()));
    }
}
