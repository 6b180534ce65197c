package io.troupe.persistence.connector;

import io.troupe.persistence.Caller;
import io.troupe.persistence.Ordered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one life of a connector.
 *
 * @param phase whether it was configured yet, or deleted already
 * @param config as the user wrote it, references to config providers unresolved
 * @param version counts the configurations
 * @param plannedVersion the version that the present tasks are made for: one that changes nothing for tasks that are
 *     planned as before does not need others
 * @param revision the highest revision given to any task
 * @param run the highest run given to any task; it never goes back, also when tasks are dropped and come again
 * @param status of the connector itself; null until a worker reported
 * @param retries what the runtime does about failures of the connector itself
 * @param request the last one that began, restarted or ended something, which must not do so twice; null if it has no
 *     name
 * @param former the tasks before the present ones
 */
public record ConnectorState(
        Phase phase,
        Map<String, String> config,
        TargetState target,
        long version,
        long plannedVersion,
        long revision,
        long run,
        @Nullable Status status,
        List<TaskState> tasks,
        UsedTopics topics,
        Retries retries,
        @Nullable String request,
        Predecessors former) {

    /** A life goes once through these, never back. */
    public enum Phase {
        BLANK,
        CONFIGURED,
        DELETED
    }

    public static final ConnectorState BLANK = new ConnectorState(
            Phase.BLANK,
            Map.of(),
            TargetState.STARTED,
            0,
            0,
            0,
            0,
            null,
            List.of(),
            UsedTopics.NONE,
            Retries.NONE,
            null,
            Predecessors.NONE);
    static final ConnectorState DELETED = new ConnectorState(
            Phase.DELETED,
            Map.of(),
            TargetState.STOPPED,
            0,
            0,
            0,
            0,
            null,
            List.of(),
            UsedTopics.NONE,
            Retries.NONE,
            null,
            Predecessors.NONE);

    public ConnectorState {
        config = Ordered.copyOf(config);
        tasks = List.copyOf(tasks);
        topics = topics == null ? UsedTopics.NONE : topics; // snapshots of before there was a list
        retries = retries == null ? Retries.NONE : retries;
        former = former == null ? Predecessors.NONE : former;
    }

    /** True while the connector exists for its users. */
    public boolean exists() {
        return phase == Phase.CONFIGURED;
    }

    public Optional<TaskState> task(int number) {
        return number >= 0 && number < tasks.size() ? Optional.of(tasks.get(number)) : Optional.empty();
    }

    /** The run of the task that enlists next. */
    public long nextRun() {
        return run + 1;
    }

    /** True when planning these task configurations would change nothing. */
    public boolean plannedAs(List<Map<String, String>> configs) {
        return plannedVersion == version
                && tasks.stream().map(TaskState::config).toList().equals(configs);
    }

    /** True when it was this request that began, restarted or ended something last. */
    public boolean follows(Caller by) {
        return request != null && request.equals(by.request());
    }

    /** The same for those who do not care for the topics. */
    public ConnectorState withoutTopics() {
        return topics.names().isEmpty() ? this : listing(new UsedTopics(Set.of(), topics.resets()));
    }

    /** The same with another view of its settings and tasks, for those who do not care for all of them. */
    public ConnectorState showing(Map<String, String> someSettings, List<TaskState> someOfTasks) {
        return new ConnectorState(
                phase,
                someSettings,
                target,
                version,
                plannedVersion,
                revision,
                run,
                status,
                someOfTasks,
                topics,
                retries,
                request,
                former);
    }

    /** The same with another status of its own, for those who know better. */
    public ConnectorState showing(Status otherStatus) {
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                revision,
                run,
                otherStatus,
                tasks,
                topics,
                retries,
                request,
                former);
    }

    ConnectorState configured(Map<String, String> newConfig) {
        long newVersion = newConfig.equals(config) ? version : version + 1;
        boolean tasksAreUpToDate = plannedVersion == version && RuntimeSettings.sameForTasks(config, newConfig);
        return new ConnectorState(
                Phase.CONFIGURED,
                newConfig,
                target,
                newVersion,
                tasksAreUpToDate ? newVersion : plannedVersion,
                revision,
                run,
                status,
                tasks.stream().map(ConnectorState::overruled).toList(),
                topics,
                Retries.NONE,
                request,
                former);
    }

    private static TaskState overruled(TaskState task) {
        return task.retrying(task.retries().overruled());
    }

    /** A stopped connector has no tasks: contract/behaviours.md, section 15. */
    ConnectorState retargeted(TargetState newTarget) {
        boolean stops = newTarget == TargetState.STOPPED;
        List<TaskState> left = stops
                ? List.of()
                : tasks.stream().map(ConnectorState::overruled).toList();
        Retries own = stops ? Retries.NONE : retries.overruled();
        Predecessors before = stops ? ending() : former;
        return new ConnectorState(
                phase,
                config,
                newTarget,
                version,
                plannedVersion,
                revision,
                run,
                status,
                left,
                topics,
                own,
                request,
                before);
    }

    /** Tasks keep their revision, and so run on, only when nothing changed that they are made with. */
    ConnectorState planned(List<Map<String, String>> configs) {
        long next = revision + 1;
        List<TaskState> planned = new ArrayList<>(configs.size());
        for (int number = 0; number < configs.size(); number++) {
            Map<String, String> wanted = configs.get(number);
            planned.add(task(number)
                    .map(known -> plannedVersion == version && known.config().equals(wanted)
                            ? known
                            : known.revised(wanted, next))
                    .orElse(new TaskState(wanted, next, 0, null, Retries.NONE)));
        }
        Predecessors before = IntStream.range(0, tasks.size())
                        .allMatch(number ->
                                number < planned.size() && planned.get(number).equals(tasks.get(number)))
                ? former
                : ending();
        return new ConnectorState(
                phase, config, target, version, version, next, run, status, planned, topics, retries, request, before);
    }

    /** The present tasks are about to be the former ones, beside those that nobody waited for yet. */
    private Predecessors ending() {
        int count = awaitsFormer() || tasks.isEmpty() ? Math.max(former.tasks(), tasks.size()) : tasks.size();
        return new Predecessors(count, revision, run);
    }

    /** True as long as none of the present tasks has taken over what former ones had. */
    public boolean awaitsFormer() {
        return former.tasks() > 0 && !tasks.isEmpty() && tasks.stream().noneMatch(former::overBy);
    }

    /** @param retry whether the runtime does it by itself, and so goes on counting */
    ConnectorState restarting(boolean connector, List<Integer> numbers, boolean retry) {
        long next = revision + 1;
        List<TaskState> restarting = new ArrayList<>(tasks);
        for (int number : numbers) {
            task(number).ifPresent(task -> {
                Status before = task.status();
                Status now = before == null ? null : before.in(RunState.RESTARTING);
                restarting.set(
                        number,
                        task.revised(task.config(), next)
                                .reported(now)
                                .retrying(retry ? task.retries().begun() : Retries.NONE));
            });
        }
        Status own = connector && status != null ? status.in(RunState.RESTARTING) : status;
        Retries begun = retry ? retries.begun() : Retries.NONE;
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                next,
                run,
                own,
                restarting,
                topics,
                connector ? begun : retries,
                request,
                former);
    }

    ConnectorState reported(Status newStatus, Instant at) {
        Retries noted = retries.noted(newStatus, at);
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                revision,
                run,
                newStatus,
                tasks,
                topics,
                noted,
                request,
                former);
    }

    ConnectorState enlisted(int number, long newRun, String worker) {
        ConnectorState state = withTask(number, task -> task.enlisted(newRun, worker));
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                revision,
                newRun,
                status,
                state.tasks(),
                topics,
                retries,
                request,
                former);
    }

    ConnectorState taskReported(int number, long ofRun, Status newStatus, Instant at) {
        return withTask(
                number,
                task -> task.run() == ofRun
                        ? task.reported(newStatus).retrying(task.retries().noted(newStatus, at))
                        : task);
    }

    /** @param number null for the connector itself */
    ConnectorState retrying(@Nullable Integer number, Retries planned) {
        return number == null
                ? new ConnectorState(
                        phase,
                        config,
                        target,
                        version,
                        plannedVersion,
                        revision,
                        run,
                        status,
                        tasks,
                        topics,
                        planned,
                        request,
                        former)
                : withTask(number, task -> task.retrying(planned));
    }

    ConnectorState asked(Caller by) {
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                revision,
                run,
                status,
                tasks,
                topics,
                retries,
                by.request(),
                former);
    }

    ConnectorState listing(UsedTopics used) {
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                revision,
                run,
                status,
                tasks,
                used,
                retries,
                request,
                former);
    }

    private ConnectorState withTask(int number, UnaryOperator<TaskState> change) {
        if (task(number).isEmpty()) {
            return this;
        }
        List<TaskState> changed = new ArrayList<>(tasks);
        changed.set(number, change.apply(changed.get(number)));
        return new ConnectorState(
                phase,
                config,
                target,
                version,
                plannedVersion,
                revision,
                run,
                status,
                changed,
                topics,
                retries,
                request,
                former);
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "ConnectorState[phase=" + phase + ", target=" + target + ", version=" + version + ", tasks="
                + tasks.size() + "]";
    }
}
