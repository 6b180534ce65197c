package io.troupe.worker.connector;

import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.Concealment;
import io.troupe.worker.LastingFailures;
import io.troupe.worker.LogContext;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.Traces;
import io.troupe.worker.metrics.ConnectorMetrics;
import io.troupe.worker.provider.Resolved;
import io.troupe.worker.source.SourceOffsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.connect.runtime.TooManyTasksException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts one instance of a connector on a thread of its own and drives it to the state that is wanted. A changed
 * configuration or a restart is another instance, and so another host.
 */
public final class ConnectorActor {

    /** A thread for each connector: one that blocks costs its own thread and nothing else. */
    static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("troupe.worker.connector-dispatcher");

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(60);

    public sealed interface Command {}

    public record Aim(TargetState target) implements Command {}

    /** The instance is not wanted any more; it is stopped if it runs. */
    public enum End implements Command {
        INSTANCE
    }

    /** Asks the connector for its tasks, and once more after {@code retry} if it throws. */
    private record Plan(Duration retry) implements Command {
        private static final Plan FIRST = new Plan(FIRST_RETRY);

        Plan next() {
            Duration doubled = retry.multipliedBy(2);
            return new Plan(doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY);
        }
    }

    private record Raised(Exception failure) implements Command {}

    /** The providers vouch for the settings no longer. */
    private enum Expire implements Command {
        INSTANCE
    }

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorActor.class);

    private final ConnectorId id;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Consumer<ConnectorReport> owner;

    private ConnectorActor(
            ConnectorId id,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Consumer<ConnectorReport> owner) {
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.owner = owner;
    }

    /**
     * Starts a host. It lives beside its owner, not under it: an owner can end while a plugin that never returns still
     * holds its thread.
     *
     * @param name unique in the system
     * @param metrics told what is hosted, once it is made
     * @param owner gets the reports, on the connector's thread
     */
    public static ActorRef<Command> start(
            ActorSystem<?> system,
            String name,
            ConnectorAssignment assignment,
            ConnectorRuns runs,
            ConnectorMetrics metrics,
            SourceOffsets offsets,
            Consumer<ConnectorReport> owner) {
        Behavior<Command> behavior = Behaviors.withMdc(
                Command.class,
                LogContext.ofConnector(assignment.id().name(), "worker").entries(),
                Behaviors.setup(context ->
                        Behaviors.withTimers(timers -> new ConnectorActor(assignment.id(), context, timers, owner)
                                .beginning(assignment, runs, metrics, offsets))));
        return system.systemActorOf(behavior, name, DISPATCHER);
    }

    private Behavior<Command> beginning(
            ConnectorAssignment assignment, ConnectorRuns runs, ConnectorMetrics metrics, SourceOffsets offsets) {
        Thread.currentThread().setName("connector-thread-" + id.name());
        ActorRef<Command> self = context.getSelf();
        HostedConnector connector;
        try {
            Resolved settings = runs.resolve(assignment.config());
            Map<String, String> restarts = settings.references(RestartSettings::have);
            if (!restarts.isEmpty()) {
                owner.accept(new ConnectorReport.RestartReferences(restarts));
            }
            connector = runs.build(
                    settings,
                    metrics.ofPlugin(),
                    offsets,
                    () -> self.tell(Plan.FIRST),
                    failure -> self.tell(new Raised(failure)));
        } catch (Throwable e) {
            LOG.error("The connector cannot be made", told(e));
            owner.accept(new ConnectorReport.Failed(null, Traces.of(e), LastingFailures.include(e)));
            return unmade();
        }
        metrics.describe(connector.plugin(), connector.type());
        connector.expiry().ifPresent(after -> timers.startSingleTimer(Expire.INSTANCE, after));
        return aim(connector, assignment.target());
    }

    private Behavior<Command> aim(HostedConnector connector, TargetState target) {
        return guarded(
                connector,
                switch (target) {
                    case STARTED -> () -> running(connector);
                    case PAUSED -> () -> resting(connector, RunState.PAUSED);
                    case STOPPED -> () -> resting(connector, RunState.STOPPED);
                });
    }

    private Behavior<Command> running(HostedConnector connector) {
        connector.start();
        owner.accept(new ConnectorReport.Is(RunState.RUNNING, connector.version()));
        context.getSelf().tell(Plan.FIRST);
        return Behaviors.receive(Command.class)
                .onMessage(
                        Aim.class,
                        aim -> aim.target() == TargetState.STARTED ? Behaviors.same() : aim(connector, aim.target()))
                .onMessage(Plan.class, plan -> guarded(connector, () -> onPlan(connector, plan)))
                .onMessage(Raised.class, raised -> failed(connector, raised.failure()))
                .onMessage(Expire.class, this::onExpire)
                .onMessage(End.class, end -> onEnd(connector))
                .build();
    }

    private Behavior<Command> resting(HostedConnector connector, RunState state) {
        timers.cancel(Plan.class);
        if (state == RunState.STOPPED) {
            stopForGood(connector);
        } else {
            connector.stop();
        }
        owner.accept(new ConnectorReport.Is(state, connector.version()));
        return Behaviors.receive(Command.class)
                .onMessage(Aim.class, aim -> aim(connector, aim.target()))
                .onMessage(Expire.class, this::onExpire)
                .onMessage(End.class, end -> onEnd(connector))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    /** A failed connector ignores pause and resume; stop clears the failure: contract/behaviours.md, section 2. */
    private Behavior<Command> failed(HostedConnector connector, Throwable failure) {
        LOG.error("The connector failed", told(failure));
        timers.cancel(Plan.class);
        owner.accept(
                new ConnectorReport.Failed(connector.version(), Traces.of(failure), LastingFailures.include(failure)));
        return Behaviors.receive(Command.class)
                .onMessage(
                        Aim.class,
                        aim -> aim.target() == TargetState.STOPPED ? aim(connector, aim.target()) : Behaviors.same())
                .onMessage(Expire.class, this::onExpire)
                .onMessage(End.class, end -> onEnd(connector))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    /** There is no plugin to drive; only stopping can be granted. */
    private Behavior<Command> unmade() {
        return Behaviors.receive(Command.class)
                .onMessage(Aim.class, aim -> {
                    if (aim.target() == TargetState.STOPPED) {
                        owner.accept(new ConnectorReport.Is(RunState.STOPPED, null));
                    }
                    return Behaviors.same();
                })
                .onMessage(End.class, end -> Behaviors.stopped())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    /** A connector that cannot say its tasks now is asked again, and stays running: contract/behaviours.md, section 2. */
    private Behavior<Command> onPlan(HostedConnector connector, Plan plan) {
        timers.cancel(Plan.class);
        try {
            owner.accept(new ConnectorReport.TasksPlanned(connector.taskConfigs()));
        } catch (TooManyTasksException e) {
            return failed(connector, e);
        } catch (RuntimeException e) {
            LOG.error(
                    "taskConfigs failed and is tried again in {} ms",
                    plan.retry().toMillis(),
                    told(e));
            timers.startSingleTimer(Plan.class, plan.next(), plan.retry());
        }
        return Behaviors.same();
    }

    /** The owner makes a new instance, since this one may take its time to stop, or never do. */
    private Behavior<Command> onExpire(Expire expire) {
        LOG.info("The settings of the connector have expired; it is restarted with new ones");
        owner.accept(ConnectorReport.Expired.INSTANCE);
        return Behaviors.same();
    }

    private Behavior<Command> onEnd(HostedConnector connector) {
        stopForGood(connector);
        return Behaviors.stopped();
    }

    /** What is not wanted any more has stopped, whatever it throws at that; one that is only paused has failed. */
    @SuppressWarnings("CatchingThrowable")
    private void stopForGood(HostedConnector connector) {
        try {
            connector.stop();
        } catch (Throwable e) {
            LOG.warn("The connector failed while it was stopped", told(e));
        }
    }

    /** Where a connector's failure is caught, errors of the virtual machine included. */
    private Behavior<Command> guarded(HostedConnector connector, Callable<Behavior<Command>> step) {
        try {
            return step.call();
        } catch (Throwable failure) {
            return failed(connector, failure);
        }
    }

    /** It may quote the secrets of its settings, and fail at being told. */
    @SuppressWarnings("CatchingThrowable")
    private static Throwable told(Throwable failure) {
        try {
            return Concealment.ofThread().of(failure);
        } catch (Throwable untold) {
            return untold;
        }
    }
}
