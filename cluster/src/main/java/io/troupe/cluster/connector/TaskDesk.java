package io.troupe.cluster.connector;

import io.troupe.cluster.connector.ConnectorCommand.Confirm;
import io.troupe.cluster.connector.ConnectorCommand.Enlist;
import io.troupe.cluster.connector.ConnectorCommand.TaskConditions;
import io.troupe.cluster.connector.ConnectorCommand.TaskReported;
import io.troupe.cluster.connector.ConnectorCommand.UseTopics;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.persistence.connector.UsedTopics;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.persistence.typed.javadsl.EffectFactories;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/** What tasks say to their connector, and what they are answered: one part of its {@link ConnectorEntity}. */
final class TaskDesk {

    private final EffectFactories<ConnectorFact, ConnectorState> effect;
    private final ConnectorTasks tasks;
    private final Supervision supervision;
    private final Succession succession;
    private final Conditions conditions;
    private final Clock clock;
    private final Consumer<ConnectorState> schedule;
    private final Enlistments enlistments = new Enlistments();

    /** @param schedule plans when what has failed is restarted */
    TaskDesk(
            EffectFactories<ConnectorFact, ConnectorState> effect,
            ConnectorTasks tasks,
            Supervision supervision,
            Succession succession,
            Conditions conditions,
            Clock clock,
            Consumer<ConnectorState> schedule) {
        this.effect = effect;
        this.tasks = tasks;
        this.supervision = supervision;
        this.succession = succession;
        this.conditions = conditions;
        this.clock = clock;
        this.schedule = schedule;
    }

    /**
     * Every enlistment is a run of its own, so that what an earlier run still says can be told apart, but for one that
     * is said twice. A failed task that has moved meanwhile gets no answer before its time, and asks again; so does one
     * that has to wait for former tasks.
     */
    ReplyEffect<ConnectorFact, ConnectorState> enlist(ConnectorState state, Enlist ask) {
        Optional<TaskState> task = state.task(ask.task());
        if (task.isEmpty()) {
            return effect.reply(ask.replyTo(), TaskEntity.Dismiss.INSTANCE);
        }
        if (supervision.waits(state, task.get().retries()) || succession.holds(state, task.get())) {
            return effect.noReply();
        }
        if (enlistments.has(ask, task.get())) {
            return effect.reply(ask.replyTo(), tasks.assign(state, ask.task(), task.get()));
        }
        return effect.persist(
                        new ConnectorFact.TaskEnlisted(ask.task(), state.nextRun(), ask.worker(), clock.instant()))
                .thenRun(after -> enlistments.give(ask, after.tasks().get(ask.task())))
                .thenReply(
                        ask.replyTo(),
                        after -> tasks.assign(after, ask.task(), after.tasks().get(ask.task())));
    }

    /** Its dismissal may have been lost. */
    ReplyEffect<ConnectorFact, ConnectorState> confirm(ConnectorState state, Confirm ask) {
        return effect.reply(
                ask.replyTo(),
                state.task(ask.task())
                        .<TaskEntity.Command>map(task -> tasks.expectation(state, task))
                        .orElse(TaskEntity.Dismiss.INSTANCE));
    }

    ReplyEffect<ConnectorFact, ConnectorState> used(ConnectorState state, UseTopics used) {
        UsedTopics known = state.topics();
        return used.resets() != known.resets() || known.with(used.topics()).equals(known)
                ? effect.noReply()
                : effect.persist(new ConnectorFact.TopicsUsed(used.topics(), clock.instant()))
                        .thenNoReply();
    }

    ReplyEffect<ConnectorFact, ConnectorState> reported(ConnectorState state, TaskReported report) {
        List<ConnectorFact> facts = supervision.reported(state, report, clock.instant());
        return facts.isEmpty()
                ? effect.noReply()
                : effect.persist(facts).thenRun(schedule::accept).thenNoReply();
    }

    ReplyEffect<ConnectorFact, ConnectorState> conditions(ConnectorState state, TaskConditions report) {
        conditions.hear(report, clock.instant());
        return effect.noReply();
    }
}
