package io.troupe.cluster.outage;

import io.troupe.cluster.Refusal;
import io.troupe.persistence.journal.JournalHealth;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Keeps requests from waiting for a database that is away: a change that is asked for then is refused at once, and what
 * is under way when it goes away gets its answer within seconds.
 */
public final class JournalGate {

    /** A change that cannot be recorded is told so this soon after the database was missed. */
    private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(1);
    /** An entity that has just moved cannot be read: it has to be read from the database first. */
    private static final Duration READ_PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final JournalHealth health;

    public JournalGate(ActorSystem<?> system) {
        this.system = system;
        this.health = JournalHealth.of(system);
    }

    public boolean closed() {
        return health.away();
    }

    public <T> CompletionStage<T> change(Supplier<CompletionStage<T>> change) {
        return health.trouble()
                .<CompletionStage<T>>map(trouble -> CompletableFuture.failedFuture(
                        Refusal.unavailable(trouble).asException()))
                .orElseGet(() -> within(CHANGE_PATIENCE, change.get(), Refusal::inDoubt));
    }

    public <T> CompletionStage<T> read(CompletionStage<T> read) {
        return within(READ_PATIENCE, read, Refusal::unreadable);
    }

    private <T> CompletionStage<T> within(
            Duration patience, CompletionStage<T> answer, Function<String, Refusal> refusal) {
        CompletableFuture<T> first = answer.toCompletableFuture().copy();
        watch(patience, first, refusal);
        return first;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void watch(Duration patience, CompletableFuture<?> answer, Function<String, Refusal> refusal) {
        if (!answer.isDone()) {
            Cancellable look = system.scheduler()
                    .scheduleOnce(patience, () -> look(patience, answer, refusal), system.executionContext());
            answer.whenComplete((done, failure) -> look.cancel());
        }
    }

    private void look(Duration patience, CompletableFuture<?> answer, Function<String, Refusal> refusal) {
        health.trouble()
                .ifPresentOrElse(
                        trouble -> answer.completeExceptionally(
                                refusal.apply(trouble).asException()),
                        () -> watch(patience, answer, refusal));
    }
}
