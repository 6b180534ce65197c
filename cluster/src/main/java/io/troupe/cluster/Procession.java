package io.troupe.cluster;

import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * How what this node gives away goes: a few at a time, each further one when another is awake elsewhere. Who has much
 * would otherwise stop it all at once, to wait until the others have found the time to start it all; and whoever asks
 * for something new would wait behind it.
 *
 * <p>What moves to another node sleeps there until it is told something, so each is woken, through the {@link Waker} of
 * another node. A connector sleeps when its turn comes, for its tasks run without it; a task performs on until then. What
 * sharding is told for one that is in line waits for its successor: so its connector is asked now and then, and answers
 * the task itself, what is wanted of it.
 */
final class Procession {

    sealed interface Command {}

    /** The connector has left this node, or is about to. */
    record ConnectorMoved(ConnectorId connector) implements Command {}

    /** The task has left this node, or is about to. */
    record TaskMoved(TaskId task) implements Command {}

    /** The task performs until it is answered with {@link TaskEntity.Leave}. */
    record TaskWaits(TaskId task, ActorRef<TaskEntity.Command> replyTo) implements Command {}

    /** Answered once all that has left is awake, or has had its time. */
    record WhenAwake(ActorRef<Done> replyTo) implements Command {}

    private record ConnectorAwake(ConnectorId connector) implements Command {}

    private record TaskAwake(TaskId task) implements Command {}

    private record Others(List<ActorRef<Waker.Command>> nodes) implements Command {}

    private enum Late implements Command {
        INSTANCE
    }

    private enum Confirm implements Command {
        INSTANCE
    }

    /** Few, so that whoever asks for one of them, or for something new, is not far behind. */
    private static final int CONNECTORS_AT_ONCE = 4;

    /** More, for a task is missed while it is away. */
    private static final int TASKS_AT_ONCE = 16;

    /** One that does not say in time that it is awake has been told, and will wake up when it can. */
    private static final Duration TASK_PATIENCE = Duration.ofSeconds(1);

    /** Then all go at once: sharding waits no longer than its handoff-timeout. */
    private static final Duration LONGEST_LINE = Duration.ofSeconds(8);

    /** Shorter by far than what others wait for a task of a former plan. */
    private static final Duration UNCONFIRMED = Duration.ofMillis(500);

    /** More than one, as it may leave, too; not all, for one message is enough. */
    private static final int ASKED = 2;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Set<ConnectorId> asleep = new LinkedHashSet<>();
    private final Set<ConnectorId> waking = new HashSet<>();
    private final Set<TaskId> away = new HashSet<>();
    private final Map<Integer, List<TaskWaits>> line = new LinkedHashMap<>();
    private final List<ActorRef<Done>> watchers = new ArrayList<>();
    private List<ActorRef<Waker.Command>> others = List.of();
    private int turn;

    private Procession(ActorContext<Command> context, TimerScheduler<Command> timers) {
        this.context = context;
        this.timers = timers;
    }

    /** @param own the waker of this node, which wakes nobody for it */
    static Behavior<Command> create(ActorRef<Waker.Command> own) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<Receptionist.Listing> listings =
                    context.messageAdapter(Receptionist.Listing.class, listing -> new Others(others(listing, own)));
            context.getSystem().receptionist().tell(Receptionist.subscribe(Waker.KEY, listings));
            return new Procession(context, timers).walking();
        }));
    }

    private static List<ActorRef<Waker.Command>> others(Receptionist.Listing listing, ActorRef<Waker.Command> own) {
        return listing.getServiceInstances(Waker.KEY).stream()
                .filter(each -> !each.equals(own))
                .toList();
    }

    private Behavior<Command> walking() {
        return Behaviors.receive(Command.class)
                .onMessage(Others.class, known -> {
                    others = known.nodes();
                    return goOn();
                })
                .onMessage(ConnectorMoved.class, moved -> {
                    asleep.add(moved.connector());
                    return goOn();
                })
                .onMessage(ConnectorAwake.class, awake -> {
                    waking.remove(awake.connector());
                    return goOn();
                })
                .onMessage(TaskWaits.class, waits -> {
                    line.computeIfAbsent(Shards.ofTask(waits.task()), shard -> new ArrayList<>())
                            .add(waits);
                    return goOn();
                })
                .onMessage(TaskMoved.class, moved -> wake(moved.task()))
                .onMessage(TaskAwake.class, awake -> {
                    away.remove(awake.task());
                    return goOn();
                })
                .onMessage(Late.class, late -> {
                    line.values().forEach(this::letGo);
                    line.clear();
                    return goOn();
                })
                .onMessage(Confirm.class, confirm -> {
                    line.values().forEach(shard -> shard.forEach(this::confirm));
                    return Behaviors.same();
                })
                .onMessage(WhenAwake.class, ask -> {
                    watchers.add(ask.replyTo());
                    return goOn();
                })
                .build();
    }

    private Behavior<Command> goOn() {
        wakeConnectors();
        letTasksGo();
        if (asleep.isEmpty() && waking.isEmpty() && away.isEmpty()) {
            watchers.forEach(watcher -> watcher.tell(Done.getInstance()));
            watchers.clear();
        }
        return Behaviors.same();
    }

    private void wakeConnectors() {
        Iterator<ConnectorId> next = asleep.iterator();
        while (waking.size() < CONNECTORS_AT_ONCE && next.hasNext()) {
            wake(next.next());
            next.remove();
        }
    }

    private void letTasksGo() {
        Iterator<Map.Entry<Integer, List<TaskWaits>>> next = line.entrySet().iterator();
        while (next.hasNext()) {
            Map.Entry<Integer, List<TaskWaits>> shard = next.next();
            if (mayLeave(shard.getKey())) {
                next.remove();
                letGo(shard.getValue());
            }
        }
        if (line.isEmpty()) {
            timers.cancel(Late.INSTANCE);
            timers.cancel(Confirm.INSTANCE);
        } else if (!timers.isTimerActive(Late.INSTANCE)) {
            timers.startSingleTimer(Late.INSTANCE, LONGEST_LINE);
            timers.startTimerWithFixedDelay(Confirm.INSTANCE, UNCONFIRMED);
        }
    }

    private void confirm(TaskWaits waits) {
        if (!others.isEmpty()) {
            nextOther().tell(new Waker.Confirm(waits.task(), waits.replyTo()));
        }
    }

    private ActorRef<Waker.Command> nextOther() {
        turn = (turn + 1) % others.size();
        return others.get(turn);
    }

    /** A shard moves when all that is on it has left. */
    private boolean mayLeave(int shard) {
        return others.isEmpty()
                || away.size() < TASKS_AT_ONCE
                || away.stream().anyMatch(task -> Shards.ofTask(task) == shard);
    }

    private void letGo(List<TaskWaits> waiting) {
        waiting.forEach(task -> {
            task.replyTo().tell(TaskEntity.Leave.INSTANCE);
            wake(task.task());
        });
    }

    private void wake(ConnectorId connector) {
        waking.add(connector);
        tellWhenAwake(
                answer -> new Waker.WakeConnector(connector, answer), Waker.PATIENCE, new ConnectorAwake(connector));
    }

    private Behavior<Command> wake(TaskId task) {
        away.add(task);
        tellWhenAwake(answer -> new Waker.WakeTask(task, answer), TASK_PATIENCE, new TaskAwake(task));
        return Behaviors.same();
    }

    /** Nobody is woken where there is nobody to be woken by. */
    private void tellWhenAwake(Function<ActorRef<Done>, Waker.Command> wake, Duration patience, Command news) {
        CompletionStage<Done> awake =
                others.isEmpty() ? CompletableFuture.completedFuture(Done.getInstance()) : ask(wake, patience);
        for (int more = 1; more < Math.min(ASKED, others.size()); more++) {
            awake = awake.applyToEither(ask(wake, patience), Function.identity());
        }
        context.pipeToSelf(awake, (done, late) -> news);
    }

    private CompletionStage<Done> ask(Function<ActorRef<Done>, Waker.Command> wake, Duration patience) {
        return AskPattern.ask(
                nextOther(), wake::apply, patience, context.getSystem().scheduler());
    }
}
