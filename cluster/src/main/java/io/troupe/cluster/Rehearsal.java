package io.troupe.cluster;

import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.connector.ConnectorEntity;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.catalogue.CatalogueFact;
import io.troupe.persistence.catalogue.CatalogueState;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.worker.TaskRehearsal;
import io.troupe.worker.task.Assignment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before the node joins its cluster it says over what entities say to each other when a task begins, recovers some of
 * what is remembered, and forgets it all again: whatever a process does for the first time is slow, and would be in the
 * way of tasks that wait to go on here. Nothing is written.
 */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int CONNECTORS = 20;

    private final ActorSystem<?> system;
    private final ClusterSettings settings;
    private final AtomicLong acts = new AtomicLong();
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private Rehearsal(ActorSystem<?> system, ClusterSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /** Blocks for some seconds at most. A journal that cannot be read is another's business. */
    public static void of(ActorSystem<?> system, ClusterSettings settings) {
        try {
            new Rehearsal(system, settings).perform();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The rehearsal ended early", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform() throws ExecutionException, TimeoutException, InterruptedException {
        sayOver();
        CatalogueState catalogue = this.<CatalogueFact, CatalogueState>recover(
                Catalogue.persistenceId(settings), CatalogueState.EMPTY, (state, fact) -> fact.applyTo(state));
        for (ConnectorId id : catalogue.all().stream().limit(CONNECTORS).toList()) {
            this.<ConnectorFact, ConnectorState>recover(
                    ConnectorEntity.persistenceId(settings, id),
                    ConnectorState.BLANK,
                    (state, fact) -> fact.applyTo(state));
            this.<OffsetsFact, OffsetsState>recover(
                    OffsetsEntity.persistenceId(settings, id.name()),
                    OffsetsState.EMPTY,
                    (state, fact) -> fact.applyTo(state));
        }
    }

    private void sayOver() {
        Serialization serialization = SerializationExtension.get(Adapter.toClassic(system));
        ActorRef<TaskEntity.Command> task = system.deadLetters().narrow();
        Assignment assignment =
                new Assignment(TaskRehearsal.NOBODY, 0, 0, TargetState.STARTED, Map.of("name", ""), Map.of("task", ""));
        Status status = Status.of(RunState.RUNNING, "", null);
        Stream.<Wire>of(
                        new Waker.WakeTask(TaskRehearsal.NOBODY, system.deadLetters()),
                        new TaskEntity.Rouse(system.deadLetters()),
                        new ConnectorCommand.Enlist(0, "", 0, task),
                        new TaskEntity.Perform(assignment, 0),
                        new TaskEntity.Expect(0, 0, TargetState.STARTED, RunState.RUNNING, 0),
                        new ConnectorCommand.TaskReported(0, 0, 0, status, false))
                .map(word -> serialization
                        .deserialize(serialization.serialize(word).get(), word.getClass())
                        .get())
                .forEach(word -> LOG.trace("Heard {}", word));
    }

    private <F, S> S recover(PersistenceId id, S empty, BiFunction<S, F, S> apply)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<S> recovered = new CompletableFuture<>();
        system.systemActorOf(
                Reader.create(id, empty, apply, recovered), "rehearsal-" + acts.incrementAndGet(), Props.empty());
        return recovered.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private enum End {
        INSTANCE
    }

    /** Ends as soon as it has recovered. */
    private static final class Reader<F, S> extends EventSourcedBehavior<End, F, S> {

        private final ActorContext<End> context;
        private final S empty;
        private final BiFunction<S, F, S> apply;
        private final CompletableFuture<S> recovered;

        private Reader(
                ActorContext<End> context,
                PersistenceId id,
                S empty,
                BiFunction<S, F, S> apply,
                CompletableFuture<S> recovered) {
            super(id);
            this.context = context;
            this.empty = empty;
            this.apply = apply;
            this.recovered = recovered;
        }

        static <F, S> Behavior<End> create(
                PersistenceId id, S empty, BiFunction<S, F, S> apply, CompletableFuture<S> recovered) {
            return Behaviors.setup(context -> new Reader<>(context, id, empty, apply, recovered));
        }

        @Override
        public S emptyState() {
            return empty;
        }

        @Override
        public CommandHandler<End, F, S> commandHandler() {
            return (state, end) -> Effect().stop();
        }

        @Override
        public EventHandler<S, F> eventHandler() {
            return apply::apply;
        }

        @Override
        public SignalHandler<S> signalHandler() {
            return newSignalHandlerBuilder()
                    .onSignal(RecoveryCompleted.instance(), state -> {
                        recovered.complete(state);
                        context.getSelf().tell(End.INSTANCE);
                    })
                    .onSignal(
                            RecoveryFailed.class,
                            (state, failed) -> recovered.completeExceptionally(failed.getFailure()))
                    .build();
        }
    }
}
