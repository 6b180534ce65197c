package io.troupe.cluster.connector;

import io.troupe.persistence.connector.ConnectorFact;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.Retries;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.connector.TaskState;
import io.troupe.worker.RestartSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are followed by a restart, and when. It decides from what is remembered, and remembers nothing itself
 * but what references in the connector's settings stand for: wherever the connector lives next, its back-off goes on.
 */
final class Supervision {

    private final RestartSettings worker;
    private Map<String, String> meanings = Map.of();

    /** @param worker what holds for connectors that do not say otherwise */
    Supervision(RestartSettings worker) {
        this.worker = worker;
    }

    /** Whoever hosts the connector knows what its references stand for; until then they have no effect. */
    void learn(Map<String, String> newMeanings) {
        meanings = Map.copyOf(newMeanings);
    }

    RestartSettings settings(ConnectorState state) {
        if (meanings.isEmpty()) {
            return worker.with(state.config());
        }
        Map<String, String> config = new HashMap<>(state.config());
        config.replaceAll((key, value) -> meanings.getOrDefault(value, value));
        return worker.with(config);
    }

    /** What follows from what a task reports; nothing from a report of what is not its present run. */
    List<ConnectorFact> reported(ConnectorState state, ConnectorCommand.TaskReported report, Instant now) {
        Optional<TaskState> task = state.task(report.task())
                .filter(known -> known.run() == report.run() && known.revision() == report.revision());
        if (task.isEmpty()) {
            return List.of();
        }
        List<ConnectorFact> facts = new ArrayList<>();
        if (!report.status().equals(task.get().status())) {
            facts.add(new ConnectorFact.TaskReported(report.task(), report.run(), report.status(), now));
        }
        if (report.status().failed()) {
            facts.addAll(failed(state, report.task(), report.lasting(), now));
        }
        return facts;
    }

    /** What follows from what the connector itself reports. */
    List<ConnectorFact> reported(ConnectorState state, Status status, boolean lasting, Instant now) {
        List<ConnectorFact> facts = new ArrayList<>();
        if (!status.equals(state.status())) {
            facts.add(new ConnectorFact.Reported(status, now));
        }
        if (status.failed()) {
            facts.addAll(failed(state, null, lasting, now));
        }
        return facts;
    }

    /**
     * What follows from a failure that was reported.
     *
     * @param task null for the connector itself
     * @param lasting see {@link io.troupe.worker.LastingFailures}
     */
    List<ConnectorFact> failed(ConnectorState state, @Nullable Integer task, boolean lasting, Instant now) {
        RestartSettings settings = settings(state);
        Retries retries = retries(state, task);
        if (lasting || !settings.enabled() || retries.pending() || state.target() == TargetState.STOPPED) {
            return List.of();
        }
        if (state.target() == TargetState.PAUSED) {
            return retries.owed() ? List.of() : List.of(new ConnectorFact.RetryPlanned(task, 0, null, now));
        }
        int attempt = retries.attempts(now, settings.reset()) + 1;
        return List.of(new ConnectorFact.RetryPlanned(task, attempt, now.plus(settings.delay(attempt)), now));
    }

    /** The change, and the first restarts of what is still failed after it. */
    List<ConnectorFact> changed(ConnectorState state, ConnectorFact change, Instant now) {
        ConnectorState after = change.applyTo(state);
        List<ConnectorFact> facts = new ArrayList<>(List.of(change));
        RestartSettings settings = settings(after);
        if (settings.enabled() && after.target() == TargetState.STARTED) {
            everything(after)
                    .filter(it -> it.failed() && it.retries().owed())
                    .forEach(it ->
                            facts.add(new ConnectorFact.RetryPlanned(it.task(), 1, now.plus(settings.delay(1)), now)));
        }
        return facts;
    }

    /** When there is something to restart; empty for never. */
    Optional<Instant> next(ConnectorState state) {
        return everything(state)
                .filter(it -> waits(state, it.retries()))
                .flatMap(it -> Stream.ofNullable(it.retries().due()))
                .min(Instant::compareTo);
    }

    RestartPlan due(ConnectorState state, Instant now) {
        List<Supervised> due = everything(state)
                .filter(it -> waits(state, it.retries()))
                .filter(it -> Stream.ofNullable(it.retries().due()).noneMatch(now::isBefore))
                .toList();
        return new RestartPlan(
                due.stream().anyMatch(it -> it.task() == null),
                due.stream().flatMap(it -> Stream.ofNullable(it.task())).toList());
    }

    static Duration until(Instant due, Instant now) {
        return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
    }

    Answer.Supervised seen(ConnectorState state, List<Answer.Condition> conditions, Instant now) {
        RestartSettings settings = settings(state);
        List<Answer.Restarts> all = everything(state)
                .map(it -> new Answer.Restarts(
                        it.status() == null ? null : it.status().state(),
                        it.retries().attempts(now, settings.reset()),
                        waits(state, it.retries()) ? it.retries().due() : null))
                .toList();
        List<Answer.Condition> present = conditions.stream()
                .filter(condition -> state.task(condition.task())
                        .filter(task -> task.run() == condition.run())
                        .isPresent())
                .toList();
        return new Answer.Supervised(settings, all.get(0), all.subList(1, all.size()), present);
    }

    /** Whether nobody is to run it before its time. */
    boolean waits(ConnectorState state, Retries retries) {
        return retries.pending()
                && state.target() == TargetState.STARTED
                && settings(state).enabled();
    }

    private record Supervised(
            @Nullable Integer task, @Nullable Status status, Retries retries) {
        boolean failed() {
            return status != null && status.failed();
        }
    }

    private static Stream<Supervised> everything(ConnectorState state) {
        return Stream.concat(
                Stream.of(new Supervised(null, state.status(), state.retries())),
                IntStream.range(0, state.tasks().size()).mapToObj(number -> {
                    TaskState task = state.tasks().get(number);
                    return new Supervised(number, task.status(), task.retries());
                }));
    }

    private static Retries retries(ConnectorState state, @Nullable Integer task) {
        return task == null
                ? state.retries()
                : state.task(task).map(TaskState::retries).orElse(Retries.NONE);
    }
}
